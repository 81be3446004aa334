"""The pages of applications: for who applies, for everybody, for officers."""

from tests.browser.place import NEWCOMER, OFFICER, REGULAR, Place, at

APPLICATION_PLACES = (
    Place("apply", at("/apply/?facility=onnuri")),
    Place("apply-begun", at("/apply/"), REGULAR),
    Place("draft", at("/apply/{draft}/"), REGULAR),
    Place("draft-errors", at("/apply/{draft}/?check=1"), REGULAR, 422),
    Place("draft-refused", at("/apply/{in_the_way}/?check=1"), REGULAR, 409),
    Place("draft-change", at("/apply/{change}/"), REGULAR),
    Place("draft-free", at("/apply/{complete}/?check=1"), REGULAR),
    Place("hand-in", at("/apply/{complete}/hand-in/"), REGULAR),
    Place("application-new", at("/applications/{changed}/?new=1"), REGULAR),
    Place("application-asked", at("/applications/{being_asked}/"), REGULAR),
    Place("application-approved", at("/applications/{approved}/"), REGULAR),
    Place("application-refused", at("/applications/{refused}/"), REGULAR),
    Place("application-withdrawn", at("/applications/{withdrawn}/"), REGULAR),
    Place("application-changed", at("/applications/{changed}/"), REGULAR),
    Place("application-withdraw", at("/applications/{approved}/withdraw/"), REGULAR),
    Place("applications", at("/applications/")),
    Place("applications-none", at("/applications/?month=2030-01")),
    Place("application-not-yours", at("/applications/{approved}/"), NEWCOMER, 404),
    Place("permits", at("/permits/")),
    Place("permits-errors", at("/permits/?number=&code=-"), status=422),
    Place("permit", at("/permits/{permit}/")),
    Place("permit-altered", at("/permits/{permit}/?number=2020-00001")),
    Place("permit-unknown", at("/permits/ABCDEFGHJKMN/"), status=404),
    Place("review", at("/review/"), OFFICER),
    Place("review-application", at("/review/applications/{being_asked}/"), OFFICER),
    Place("review-change", at("/review/applications/{changed}/"), OFFICER),
    Place("review-decided", at("/review/applications/{approved}/"), OFFICER),
)
