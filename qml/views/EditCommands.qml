// Keys for what is done to regions. Single letters do not reach here while a text field has the focus.
pragma ComponentBehavior: Bound

import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    required property PageCanvas canvas
    property bool elsewhere: false  // a list beside the page has the focus, and its own use for some keys
    property string words  // selected in the text beside the page
    readonly property Editor editor: Session.editor
    readonly property bool some: root.editor.selectedCount > 0

    signal readAgainWanted

    readonly property list<Command> all: [
        Command {
            what: qsTr("Undo")
            sequence: "Ctrl+Z"
            enabled: root.editor.canUndo
            onActivated: root.editor.undo()
        },
        Command {
            what: qsTr("Redo")
            sequence: "Ctrl+Shift+Z"
            also: ["Ctrl+Y"]
            enabled: root.editor.canRedo
            onActivated: root.editor.redo()
        },
        Command {
            what: qsTr("Select regions")
            sequence: "V"
            enabled: Session.hasDocument
            onActivated: root.editor.tool = Editor.Select
        },
        Command {
            what: qsTr("Draw a region and read it")
            sequence: "R"
            enabled: Session.hasDocument
            onActivated: root.editor.tool = Editor.Draw
        },
        Command {
            what: qsTr("Move the page; or hold Space")
            sequence: "H"
            enabled: Session.hasDocument
            onActivated: root.editor.tool = Editor.Pan
        },
        Command {
            what: qsTr("Select all regions of the page")
            sequence: "Ctrl+A"
            enabled: Session.regions.count > 0
            onActivated: root.editor.selectAll()
        },
        Command {
            what: qsTr("Copy regions, or words selected in the text")
            sequence: "Ctrl+C"
            also: ["Ctrl+Ins"]
            enabled: root.some || root.words !== ""
            onActivated: root.words !== "" ? Session.copyText(root.words) : root.editor.copy()
        },
        Command {
            what: qsTr("Cut regions")
            sequence: "Ctrl+X"
            also: ["Shift+Del"]
            enabled: root.some
            onActivated: root.editor.cut()
        },
        Command {
            what: qsTr("Paste regions, files or a picture")
            sequence: "Ctrl+V"
            also: ["Shift+Ins"]
            onActivated: Session.paste()
        },
        Command {
            what: qsTr("Delete regions")
            sequence: "Del"
            enabled: root.some && !root.elsewhere
            onActivated: root.editor.remove()
        },
        Command {
            what: qsTr("Edit the text")
            sequence: "F2"
            enabled: root.some
            onActivated: root.editor.beginEditing()
        },
        Command {
            what: qsTr("Read the regions again…")
            sequence: "Shift+R"
            enabled: root.some
            onActivated: root.readAgainWanted()
        },
        Command {
            what: qsTr("Show what was cut")
            sequence: "Shift+C"
            enabled: root.editor.cutText !== ""
            onActivated: root.editor.showCut()
        },
        Command {
            what: qsTr("Merge regions")
            sequence: "J"
            enabled: root.some
            onActivated: root.editor.merge()
        },
        Command {
            what: qsTr("Split the region at the pointer")
            sequence: "C"
            enabled: root.some
            onActivated: root.canvas.split()
        },
        Command {
            what: qsTr("Leave out of exports, or take in")
            sequence: "I"
            enabled: root.some
            onActivated: root.editor.setIgnored(!root.editor.ignored)
        },
        Command {
            what: qsTr("Lock or unlock")
            sequence: "L"
            enabled: root.some
            onActivated: root.editor.setLocked(!root.editor.locked)
        },
        Command {
            what: qsTr("Earlier in reading order")
            sequence: "Ctrl+Up"
            enabled: root.some && !root.elsewhere
            onActivated: root.editor.moveEarlier()
        },
        Command {
            what: qsTr("Later in reading order")
            sequence: "Ctrl+Down"
            enabled: root.some && !root.elsewhere
            onActivated: root.editor.moveLater()
        }
    ]
    // A digit gives the selection a category.
    component CategoryCommand: Command {
        required property int category

        what: Session.regions.categoryName(category)
        enabled: root.some
        onActivated: root.editor.setCategory(category)
    }
    readonly property list<Command> categories: [
        CategoryCommand {
            sequence: "1"
            category: 9
        },
        CategoryCommand {
            sequence: "2"
            category: 10
        },
        CategoryCommand {
            sequence: "3"
            category: 7
        },
        CategoryCommand {
            sequence: "4"
            category: 3
        },
        CategoryCommand {
            sequence: "5"
            category: 8
        },
        CategoryCommand {
            sequence: "6"
            category: 2
        },
        CategoryCommand {
            sequence: "7"
            category: 6
        },
        CategoryCommand {
            sequence: "8"
            category: 0
        },
        CategoryCommand {
            sequence: "9"
            category: 1
        }
    ]
}
