"""Documents of a person, the files of which each is made, and the pieces in which those arrive."""

from django.db import models
from django.db.models import Q

from amparo.documents.rules import State
from amparo.privacy import declared
from amparo.privacy.declared import Keep, KeepWithPerson
from amparo.privacy.rows import SubjectRow


class Document(SubjectRow):
    """One paper of one or more pages. `paper` holds them as JPEGs that we drew; what came is gone when it is read."""

    client_id = models.UUIDField()
    state = models.CharField(max_length=10, default=State.RECEIVING)
    code = models.CharField(max_length=20, blank=True)
    at_file = models.PositiveSmallIntegerField(null=True)
    # What it is and what its person calls it, together: that somebody sent a medical paper is medical itself.
    about = models.BinaryField(null=True)
    paper = models.BinaryField(null=True)
    page_sizes = models.JSONField(default=list)
    scanned = models.CharField(max_length=12, blank=True)
    added_by = models.UUIDField()
    begun_at = models.DateTimeField()
    added_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                "programme_id", "added_at", condition=Q(state__in=("waiting", "reading")), name="document_waiting"
            ),
            models.Index(
                "programme_id", "added_at", condition=Q(state="ready", looked_at=None), name="document_to_look_at"
            ),
            models.Index("programme_id", "begun_at", condition=Q(state="receiving"), name="document_unsent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "client_id"], name="one_row_a_document"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="a_document_has_a_known_state"),
            models.CheckConstraint(
                condition=Q(paper=None) | Q(state=State.READY), name="only_a_ready_document_has_pages"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELETED) | Q(about=None, paper=None), name="a_deleted_document_says_nothing"
            ),
        ]

    class Privacy:
        purpose = "Keep a paper at hand that the person needs, and show it to whoever helps them."
        seen_by = (declared.PERSON, declared.REPRESENTATIVE, declared.CASE_WORKER, declared.SUPERVISOR)
        sealed = {"about": "what it is and what they call it", "paper": "its pages, as pictures"}
        clear = {
            "client_id": "the phone's own number for it",
            "state": "what became of it",
            "code": "what the person can do about it",
            "at_file": "which of the files that is about",
            "page_sizes": "how large each page is, and how many there are",
            "scanned": "whether it was looked through for harmful files",
            "added_by": "who added it",
            "begun_at": "the clock of forgetting",
            "added_at": "when it was sent",
            "judged_at": "when it was made ready to be seen",
            "leased_until": "it is being made ready",
            "attempts": "how often we tried to read it",
            "looked_at": "when somebody of the team first looked",
            "looked_by": "who did",
        }
        keep = Keep(after="begun_at", days=365)


class DocumentPart(SubjectRow):
    """One file of a document, as it came; of a PDF the file itself is kept, for its person alone."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    client_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(null=True)
    size = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(default=0)
    original = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "document", "client_id"], name="one_row_a_part"),
            models.CheckConstraint(condition=Q(arrived__lte=models.F("size")), name="no_more_arrives_than_was_sent"),
        ]

    class Privacy:
        purpose = "Make one paper from more than one file, and give the person their own PDF back."
        seen_by = (declared.PERSON,)
        sealed = {"original": "the PDF as it came"}
        clear = {
            "document": "of which document",
            "client_id": "the phone's own number for it",
            "number": "where it stands in it",
            "size": "to know when all of it is here",
            "arrived": "where the phone goes on after a cut",
        }
        keep = KeepWithPerson()


class DocumentPiece(SubjectRow):
    """A piece of a file, sealed as it came; gone when the document is read, deleted or given up."""

    part = models.ForeignKey(DocumentPart, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    start = models.PositiveIntegerField()
    sealed = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme_id", "part", "start"], name="a_piece_of_a_part_stands_once")
        ]

    class Privacy:
        purpose = "Take a document over a line that breaks."
        seen_by = (declared.SYSTEM,)
        sealed = {"sealed": "some of the bytes that were sent"}
        clear = {"part": "of which file", "start": "where it belongs", "came_at": "the clock of forgetting"}
        keep = Keep(after="came_at", days=7)
