"""The kept conditions of approval, as a data file has them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.models import Condition
from facilities.data_file import BadData, Data, texts
from facilities.models.places import lock_set_up


@transaction.atomic
def load_conditions(data: Data) -> int:
    """Write the conditions where there are none yet; how many. Raises BadData.

    A sentence has no other name than itself: once there is a list it is the administrator's, and
    nothing comes back that was reworded or taken away.
    """
    lock_set_up()  # whoever loads at the same time waits here
    if Condition.objects.exists():
        return 0
    try:
        rows = [_condition(one, place * 10) for place, one in enumerate(data["conditions"], 1)]
    except KeyError as error:
        raise BadData(f"Something is missing: {error}.") from error
    return len(Condition.objects.bulk_create(rows))


def _condition(data: Data, position: int) -> Condition:
    row = Condition(
        is_usual=data.get("is_usual", False),
        is_outdoors=data.get("is_outdoors", False),
        position=position,
        **texts(data, ("text",)),
    )
    try:
        row.clean_fields()
    except ValidationError as error:
        raise BadData(f"Condition {row}: {'; '.join(error.messages)}") from error
    return row
