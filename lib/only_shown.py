"""What the administration shows and never changes: rows that only verbs write."""

from typing import Any, ClassVar

from django.http import HttpRequest


class OnlyShown:
    """Before `ModelAdmin` or an inline: nothing is added, changed or deleted there."""

    # Of a table with a million rows it is a long count.
    show_full_result_count: ClassVar[bool] = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
