"""Asks the running window what a screen reader would ask, over AT-SPI, and presses its buttons through their actions.

    screen_reader.py LECTERN FILE STDERR      on a session bus and an X server of its own

Every wait has an end and says what it waited for. Ends with 0 when all was found.
"""
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

scenarios = 0


class Failed(Exception):
    pass


def scenario(text):
    global scenarios
    scenarios += 1
    print(f"-- {scenarios}: {text}", flush=True)


def wait_for(seconds, what, ready):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = ready()
            if found:
                return found
        except GLib.Error:
            pass  # it went while it was asked
        time.sleep(0.2)
    raise Failed(f"after {seconds} s: {what}")


def application(process):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child and child.get_process_id() == process.pid and child.get_child_count() > 0:
            return child
    return None


def shown(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)


def walk(node, depth=0):
    """All that is shown below, in the order a screen reader meets it."""
    if depth > 60:
        return
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is None:
            continue
        if child.get_role() in (Atspi.Role.FRAME, Atspi.Role.WINDOW) or shown(child):
            yield child
            yield from walk(child, depth + 1)


def find(root, role, name):
    for node in walk(root):
        if node.get_role_name() in role and re.fullmatch(name, node.get_name()):
            return node
    return None


def actions(node):
    action = node.get_action_iface()
    return [action.get_action_name(i) for i in range(action.get_n_actions())] if action else []


def press(node, names=("Press", "Toggle")):
    for i, name in enumerate(actions(node)):
        if name in names:
            if not node.get_action_iface().do_action(i):
                raise Failed(f"“{node.get_name()}” refuses its action {name}")
            return
    raise Failed(f"“{node.get_name()}” cannot be pressed, it has {actions(node)}")


def check(root, where):
    """No element that can be reached or acted upon is without a name and a role."""
    seen = acting = 0
    problems = []
    for node in walk(root):
        seen += 1
        states = node.get_state_set()
        if not (states.contains(Atspi.StateType.FOCUSABLE) or actions(node)):
            continue
        if node.get_role() in (Atspi.Role.FRAME, Atspi.Role.WINDOW):
            continue
        acting += 1
        if not node.get_name().strip():
            problems.append(f"a {node.get_role_name()} has no name, in “{node.get_parent().get_name()}”")
        if node.get_role() in (Atspi.Role.UNKNOWN, Atspi.Role.INVALID):
            problems.append(f"“{node.get_name()}” has no role")
    print(f"   {where}: {seen} elements, {acting} of them can be acted upon", flush=True)
    if problems:
        raise Failed(f"{where}: " + "; ".join(problems))
    if acting < 5:
        raise Failed(f"{where}: only {acting} of {seen} elements can be acted upon")


def regions(root):
    found = find(root, ("list",), "Regions in reading order")
    if not found:
        return []
    rows = [found.get_child_at_index(i) for i in range(found.get_child_count())]
    return [row for row in rows if row and row.get_role_name() == "list item"]


BUTTON = ("push button", "button")


def run(process, file):
    name = os.path.basename(file)
    scenario("the program and its document are there")
    program = wait_for(60, "the program is not on the accessibility bus", lambda: application(process))
    wait_for(30, f"no window is called {name}", lambda: any(name in (program.get_child_at_index(i).get_name() or "") for i in range(program.get_child_count())))
    read = wait_for(30, "there is no button that reads the page", lambda: find(program, BUTTON, "Read this page.*"))
    check(program, "a document")

    scenario("the page is read by pressing the button through its action")
    press(read)
    wait_for(90, "no regions came", lambda: len(regions(program)) >= 5)
    wait_for(90, "reading does not end", lambda: not any("reading" in (row.get_description() or "") for row in regions(program)) and regions(program))

    scenario("the regions are a list in reading order: number, category, text; state and place on the page")
    rows = regions(program)
    for i, row in enumerate(rows):
        if not re.match(rf"{i + 1} [A-Z][a-z-]+( [a-z]+)?(: \S|$)", row.get_name()):
            raise Failed(f"region {i + 1} is called “{row.get_name()}”")
        if not re.search(r"\d+ points from the left, \d+ from the top, \d+ wide, \d+ high", row.get_description()):
            raise Failed(f"region {i + 1} does not say where it stands: “{row.get_description()}”")
    if not any("harbour" in row.get_name().lower() for row in rows):
        raise Failed("no region says what stands on the page")
    print(f"   {len(rows)} regions, the first “{rows[0].get_name()[:60]}”, {rows[0].get_description()}")
    check(program, "a page that was read")

    scenario("a region is chosen through its action; its form has names")
    press(rows[1])
    wait_for(10, "the form of the region does not show", lambda: find(program, ("combo box",), "Category"))
    check(program, "a region chosen")

    scenario("the views of the text are tabs of a list; which one is in view is said, and they are changed by their action")
    views = wait_for(10, "the tabs are not in a list", lambda: find(program, ("page tab list",), "Views of the text"))
    tabs = {tab.get_name(): tab for tab in (views.get_child_at_index(i) for i in range(views.get_child_count()))}
    if [tab.get_role_name() for tab in tabs.values()] != ["page tab"] * 4:
        raise Failed("the views are " + ", ".join(f"{name}: {tab.get_role_name()}" for name, tab in tabs.items()))
    chosen = lambda: [name for name, tab in tabs.items() if tab.get_state_set().contains(Atspi.StateType.SELECTED)]
    for name in ("Source", "Document"):
        press(tabs[name])
        wait_for(10, f"“{name}” is not the one selected tab, but {chosen()}", lambda: chosen() == [name])
    if not all(tab.get_state_set().contains(Atspi.StateType.FOCUSABLE) for tab in tabs.values()):
        raise Failed("the tabs cannot be reached by keyboard")

    scenario("the menu is opened by its action; its entries have names")
    press(wait_for(10, "there is no button for the menu", lambda: find(program, BUTTON, "Menu")))
    settings = wait_for(10, "the menu has no Settings", lambda: find(program, ("menu item",), "Settings.*"))
    check(program, "the menu")

    scenario("settings are opened from it and closed again")
    press(settings)
    close = wait_for(10, "the settings do not open", lambda: find(program, ("dialog",), "Settings") and find(program, BUTTON, "Close"))
    check(program, "settings")
    press(close)
    wait_for(10, "the settings stay open", lambda: not find(program, ("dialog",), "Settings"))

    scenario("it ends through the menu, and asks first: what was read is in no file")
    press(find(program, BUTTON, "Menu"))
    press(wait_for(10, "the menu has no Quit", lambda: find(program, ("menu item",), "Quit.*")))
    press(wait_for(10, "it does not ask", lambda: find(program, ("dialog",), "Quit.*") and find(program, BUTTON, "Close and lose.*")))
    try:
        code = process.wait(20)
    except subprocess.TimeoutExpired:
        raise Failed("it does not end")
    if code != 0:
        raise Failed(f"it ended with {code}")


def main(lectern, file, errors):
    with open(errors, "w", encoding="utf-8") as log:
        process = subprocess.Popen([lectern, file], stderr=log)
    try:
        run(process, file)
    except Failed as problem:
        print(f"FAILED: {problem}")
        return 1
    finally:
        if process.poll() is None:
            process.kill()
    print(f"{scenarios} scenarios passed")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
