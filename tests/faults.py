#!/usr/bin/env python3
"""Plants one fault after another in the window's code and shows that each turns a test red.

    tests/faults.py [BUILD] [NAME…]      BUILD: build/release; NAME: only faults whose name contains it

Opt-in: it changes files in the tree (each is put back, also after Ctrl-C), builds and runs a test for every fault, about
a minute each. The tree must be as committed. Ends with 0 when every fault was caught.
"""
import os
import subprocess
import sys

QML, SESSION, DOCUMENTS = "qml_test", "session_test", "session_documents_test"

# name, file, what stands there, what is put there, test program, its tests
FAULTS = [
    ("an action is not wired", "qml/views/ArrangeCommands.qml", "onActivated: root.arranger.turn(1)",
     "onActivated: root.arranger.turn(0)", QML, "Documents::test_turning_by_key_is_undone"),
    ("a key deletes nothing", "qml/views/EditCommands.qml", "onActivated: root.editor.remove()", "onActivated: {}",
     QML, "Editing::"),
    ("undo is skipped", "app/edit_history.cpp", "document.arrangement.takeBack(m_step, document.pageCount);", "(void)document;",
     DOCUMENTS, "*MovedPages*"),
    ("a role says the opposite", "app/models/page_model.cpp", "case LeftOutRole:\n            return leftOut;",
     "case LeftOutRole:\n            return !leftOut;", QML, "Documents::test_delete_in_the_list_leaves_out_and_takes_in"),
    ("exports hold what was left out", "app/open_document.cpp", " && !document.arrangement.leftOut(index))\n            out",
     ")\n            out", DOCUMENTS, "*PagesLeftOut*"),
    ("words do not turn with their page", "core/document/edit.cpp", "            line.box = turned(line.box, page.height);\n",
     "", DOCUMENTS, "*TurnedPagesTake*"),
    ("buttons have no name", "qml/components/FlatButton.qml", "Accessible.name: root.hint", 'Accessible.name: ""', QML,
     "Everyone::test_1_every_state_is_named"),
    ("closing does not ask", "qml/dialogs/Dialogs.qml", "if (Session.unsaved(document))", "if (false)", QML,
     "Documents::test_closing_asks_when_edits_would_be_lost"),
    ("what must be refused is done", "app/page_arranger.cpp", "leftOutCount() + n >= m_document->pageCount",
     "leftOutCount() + n > 1000000", QML, "Documents::test_a_page_at_least_stays"),
    ("right to left is not mirrored", "app/settings.cpp", "return QGuiApplication::isRightToLeft();", "return false;", QML,
     "Everyone::test_4_from_right_to_left"),
    ("words are not translated", "qml/views/PageList.qml", 'text: qsTr("Pages")', 'text: "Pages"', QML,
     "Everyone::test_4_from_right_to_left"),
    ("a document loses its view", "app/page_canvas.cpp", "m_scrollKept = kept->second.scroll;", "", QML,
     "Documents::test_documents_keep_their_view"),
    ("small text is too pale", "qml/Theme.qml", '"#a9afb8" : "#565c66"', '"#a9afb8" : "#8a8f98"', QML, "Theme::"),
    ("stopping does not stop", "app/reader.cpp", "    if (!reading()) return;\n    m_worker->stop();",
     "    if (true) return;\n    m_worker->stop();", SESSION, "*Stop*"),
    ("edits count as saved", "app/edit_history.cpp", "m_stack.command(i))) return false;", "m_stack.command(i))) return true;", DOCUMENTS,
     "*WhatIsInNoFile*"),
    ("what was read counts as saved", "app/session.cpp", "document.readings != document.readingsKept", "false", DOCUMENTS,
     "*WhatIsInNoFile*"),
    ("Return does nothing in a dialog", "qml/components/SheetContent.qml", "Keys.onReturnPressed: root.confirm()", "", QML,
     "Dialogs::test_3_return_does_what_the_main_button_does"),
    ("a screen reader's press is not heard", "qml/components/MenuEntry.qml", "            root.triggered();", "            root.text;",
     QML, "ScreenReader::test_3_menus"),
    ("a role is another's", "qml/components/PageThumbnail.qml", "Accessible.role: root.Accessible.role", "Accessible.role: Accessible.Button",
     QML, "ScreenReader::test_4_actions_do_what_a_click_does"),
    ("what was cut stays cut", "core/document/edit.cpp", "    retext(r, with_cut(r));\n", "", QML,
     "Editing::test_what_was_cut_is_shown_copied_and_taken_back"),
]


def environment():
    return dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", LANG="C.UTF-8")


def run(build, program, tests):
    command = [os.path.join(build, "tests", program)]
    if program != QML:
        command.append("--gtest_filter=" + tests)
    else:
        command += ["-input", "tests/qml"] + ([tests] if not tests.endswith("::") else functions(build, tests))
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=600)


def functions(build, case):
    listed = subprocess.run([os.path.join(build, "tests", QML), "-input", "tests/qml", "-functions"], env=environment(),
                            capture_output=True, text=True, timeout=100)
    names = (line.strip().rstrip("()") for line in (listed.stdout + listed.stderr).splitlines())
    return sorted({name for name in names if name.startswith(case)})


def caught(build, fault):
    name, path, before, after, program, tests = fault
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if text.count(before) != 1:
        print(f"?? {name}: “{before}” stands {text.count(before)} times in {path}; this script is behind the code")
        return False
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(before, after))
        built = subprocess.run(["cmake", "--build", build, "--target", program], capture_output=True, text=True)
        if built.returncode != 0:
            print(f"?? {name}: does not build\n{built.stdout[-2000:]}")
            return False
        red = run(build, program, tests).returncode != 0
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    print(f"{'red ' if red else 'GREEN'} {name}: {program} {tests}", flush=True)
    return red


def main(arguments):
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    build = arguments[0] if arguments else "build/release"
    if subprocess.run(["git", "status", "--porcelain", "-uno"], capture_output=True, text=True).stdout:
        sys.exit("The tree has changes: commit them first, so that nothing of yours is mixed with the faults.")
    chosen = [f for f in FAULTS if not arguments[1:] or any(a in f[0] for a in arguments[1:])]
    for program in sorted({f[4] for f in chosen}):
        subprocess.run(["cmake", "--build", build, "--target", program], check=True, capture_output=True)
    for fault in chosen:
        if run(build, fault[4], fault[5]).returncode != 0:
            sys.exit(f"{fault[4]} {fault[5]} is red without any fault")
    missed = [fault[0] for fault in chosen if not caught(build, fault)]
    for program in sorted({f[4] for f in chosen}):
        subprocess.run(["cmake", "--build", build, "--target", program], check=True, capture_output=True)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} faults turned a test red")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
