"""The pages of the work between authorities."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden
from onroll.casework import actions, permissions, presenters, queries
from onroll.casework.forms import borders as forms
from onroll.casework.presenters import borders as shown
from onroll.casework.views.doing import done, values
from onroll.rules import borders as rules
from onroll.web.pages import page
from onroll.web.words import day_words


@needs_permission(permissions.may_see_cases)
@require_GET
def border_work(request: HttpRequest) -> HttpResponse:
    """List offers and questions between the acting authority and others."""
    act = acting.act_for(request, purpose="see the work with other authorities")
    return page(
        request, "casework/borders_work.html.jinja", shown.border_work_page(act, queries.borders.border_work(act))
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer a case to another authority."""
    act = acting.act_for(request, purpose="offer a case to another authority")
    found = queries.case(act, reference)
    others = queries.borders.other_authorities(act)
    form = forms.OfferCase(request.POST or None, authorities=others, initial={"version": found.version})

    def do() -> object:
        return actions.offer_case(act, case=found, **values(form))

    lead = "The case stays yours until the other authority accepts. Then it is closed here, and you hear how it ends."
    return done(request, reference, form, do, "The case is offered. You are told what they answer.") or page(
        request, "casework/borders_offer.html.jinja", presenters.task_page(found, "Hand this case over", lead), form
    )


@needs_permission(permissions.may_see_cases)
@require_GET
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one hand-over to one of its sides; that the other authority read it is recorded."""
    act = acting.act_for(request, purpose="read the hand-over of a case")
    found = actions.open_hand_over(act, hand_over=queries.borders.hand_over(act, reference))
    form = forms.AcceptCase(initial={"version": found.version})
    return page(request, "casework/borders_hand_over.html.jinja", shown.hand_over_page(act, found), form)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def accept_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case over."""
    act = acting.act_for(request, purpose="accept a case of another authority")
    found = queries.borders.hand_over(act, reference)
    form = forms.AcceptCase(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.accept_case(act, hand_over=found, **values(form))

    words = "The case is yours now, and you are responsible for it."
    return done(request, reference, form, do, words, to="hand-over") or page(
        request, "casework/borders_hand_over.html.jinja", shown.hand_over_page(act, found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def decline_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no to a case."""
    act = acting.act_for(request, purpose="decline a case of another authority")
    found = queries.borders.hand_over(act, reference)
    form = forms.DeclineCase(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.decline_case(act, hand_over=found, **values(form))

    return done(request, reference, form, do, "You declined. The other authority is told why.", to="hand-over") or page(
        request, "casework/borders_decline.html.jinja", shown.hand_over_page(act, found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an offer back."""
    act = acting.act_for(request, purpose="withdraw the offer of a case")
    found = queries.borders.hand_over(act, reference)
    form = forms.WithdrawOffer(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.withdraw_offer(act, hand_over=found, **values(form))

    return done(request, reference, form, do, "The offer is withdrawn. The case is yours.", to="hand-over") or page(
        request, "casework/borders_withdraw.html.jinja", shown.hand_over_page(act, found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_others(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask other authorities whether a child is with them."""
    act = acting.act_for(request, purpose="ask other authorities about a child")
    found = queries.case(act, reference)
    others = queries.borders.other_authorities(act)
    form = forms.AskOthers(request.POST or None, authorities=others, initial={"version": found.version})

    def do() -> object:
        given = values(form)
        return actions.ask_others(act, case=found, authority_ids=given.pop("authorities"), **given)

    lead = (
        "They are shown the child’s initials, date of birth and sex, and nothing else. They can answer until "
        f"{day_words(rules.question_ends(act.on))}."
    )
    return done(request, reference, form, do, "They have been asked. Answers stand on this page.") or page(
        request, "casework/borders_ask.html.jinja", presenters.task_page(found, "Is this child with you?", lead), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a question to an authority that was asked, and take its answer."""
    act = acting.act_for(request, purpose="answer whether a child is here")
    found = queries.borders.question_asked(act, reference)
    form = forms.AnswerQuestion(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.answer_question(act, asked=found, **values(form))

    answered = done(request, reference, form, do, "The other authority has your answer.", to="question")
    if answered is None:
        actions.open_question(act, asked=found)
    return answered or page(request, "casework/borders_question.html.jinja", shown.question_page(found), form)


@needs_permission(permissions.may_see_cases)
@require_GET
def end_points(request: HttpRequest, reference: str) -> HttpResponse:
    """List the places outside England, with what shows a move to each."""
    act = acting.act_for(request, purpose="see what shows a move out of England")
    return page(request, "casework/borders_end_points.html.jinja", shown.end_points_page(queries.case(act, reference)))


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_move_evidence(request: HttpRequest, reference: str, end_point: str) -> HttpResponse:
    """Record one piece of evidence that a child has moved out of England."""
    act = acting.act_for(request, purpose="record evidence of a move")
    found = queries.case(act, reference)
    if end_point not in rules.end_points():
        raise Hidden
    form = forms.MoveEvidenceForm(request.POST or None, end_point=end_point, initial={"version": found.version})

    def do() -> object:
        return actions.record_move_evidence(act, case=found, end_point=end_point, **values(form))

    title = f"Moved to {rules.end_points()[end_point]}"
    return done(request, reference, form, do, "The evidence is recorded.") or page(
        request, "casework/borders_evidence.html.jinja", presenters.task_page(found, title), form
    )
