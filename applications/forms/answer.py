"""The answer to one question: words, a paper, or yes or no to what is proposed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Question
from applications.models.application import QuestionKind
from applications.models.draft import PaperPurpose
from lib.uploads import KINDS

LONGEST = 2000


class AnswerForm(forms.Form):
    """Whether there is an answer in it is for the verb to say."""

    text = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    paper = forms.FileField(
        label=_("Paper"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in KINDS)}),
        help_text=_("PDF, HWPX, pictures or office files. Without one, write below why."),
    )
    purpose = forms.ChoiceField(label=_("What the paper is"), required=False)

    def __init__(self, question: Question, data: Any = None, files: Any = None) -> None:
        # A page has a form for each question: the ids differ, the names are plain.
        super().__init__(data, files, auto_id=f"q{question.number}_%s")
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", _("Please choose")),
            *PaperPurpose.choices,
        ]
        if question.kind != QuestionKind.PAPER:
            del self.fields["paper"], self.fields["purpose"]
        if question.kind == QuestionKind.TEXT:
            self.fields["text"].required = True
        else:
            self.fields["text"].label = _("Something to add")

    def clean_purpose(self) -> str:
        """What nobody said more of is some other paper."""
        return str(self.cleaned_data["purpose"] or PaperPurpose.OTHER.value)
