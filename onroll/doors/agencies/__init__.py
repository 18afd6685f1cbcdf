"""The machine interface for partner agencies: `POST /api/notifications`, its receipt, status and outcome.

OAuth 2 client credentials by oauthlib, JSON and its OpenAPI description by django-ninja; every rule is casework's.
"""
