"""Pages of this room: whom you act for, finding a school, the ledger; people and their roles; your account."""
