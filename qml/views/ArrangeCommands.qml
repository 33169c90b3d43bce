// Keys for the pages as a whole and for the documents that are open. Those that regions have a use for, too, belong to
// the pages while their list has the focus.
pragma ComponentBehavior: Bound

import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    property bool pagesFocused: false
    property bool textFocused: false  // there the arrows go from word to word
    readonly property PageArranger arranger: Session.arranger

    readonly property list<Command> all: [
        Command {
            what: qsTr("Turn the page left")
            sequence: "Ctrl+Left"
            enabled: Session.hasDocument && !root.textFocused
            onActivated: root.arranger.turn(-1)
        },
        Command {
            what: qsTr("Turn the page right")
            sequence: "Ctrl+Right"
            enabled: Session.hasDocument && !root.textFocused
            onActivated: root.arranger.turn(1)
        },
        Command {
            what: qsTr("Leave pages out, or take them in (in the list of pages)")
            sequence: "Del"
            enabled: root.pagesFocused
            onActivated: root.arranger.setLeftOut(!root.arranger.leftOut)
        },
        Command {
            what: qsTr("Move pages earlier (in the list of pages)")
            sequence: "Ctrl+Up"
            enabled: root.pagesFocused
            onActivated: root.arranger.moveBy(-1)
        },
        Command {
            what: qsTr("Move pages later (in the list of pages)")
            sequence: "Ctrl+Down"
            enabled: root.pagesFocused
            onActivated: root.arranger.moveBy(1)
        },
        Command {
            what: qsTr("Next document")
            sequence: "Ctrl+Tab"
            enabled: Session.documents.count > 1
            onActivated: root.stepDocument(1)
        },
        Command {
            what: qsTr("Previous document")
            sequence: "Ctrl+Shift+Tab"
            enabled: Session.documents.count > 1
            onActivated: root.stepDocument(-1)
        }
    ]

    function stepDocument(by: int) {
        Session.currentDocument = (Session.currentDocument + by + Session.documents.count) % Session.documents.count;
    }
}
