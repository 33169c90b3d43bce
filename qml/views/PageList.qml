// The left pane: open documents when there are several, and the pages of the one in view.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Pane {
    id: root

    property string helpTopic: "documents#arranging-pages"
    readonly property bool documentsFocused: documents.activeFocus
    readonly property bool pagesFocused: pages.activeFocus

    signal closeWanted(int document)

    padding: 0
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Documents and pages")

    background: Rectangle {
        color: Theme.window
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PaneTitle {
            Layout.fillWidth: true
            text: documents.count > 1 ? qsTr("Documents (%1)").arg(documents.count) : qsTr("Documents")
        }
        ListView {
            id: documents

            property string helpTopic: "documents#several-documents"

            Layout.fillWidth: true
            Layout.leftMargin: Theme.tiny
            Layout.rightMargin: Theme.tiny
            // A third of the pane, and what few pages leave free.
            Layout.preferredHeight: Math.min(contentHeight, Math.max(root.height * 0.35, root.height - pages.contentHeight - 3 * Theme.target))
            model: Session.documents
            currentIndex: Session.currentDocument
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Documents")
            Keys.onUpPressed: Session.currentDocument = Math.max(0, Session.currentDocument - 1)
            Keys.onDownPressed: Session.currentDocument = Math.min(count - 1, Session.currentDocument + 1)
            Keys.onDeletePressed: root.closeWanted(Session.currentDocument)

            ScrollBar.vertical: ScrollStrip {}
            delegate: DocumentRow {
                width: documents.width
                current: index === Session.currentDocument
                onClicked: Session.currentDocument = index
                onCloseWanted: root.closeWanted(index)
            }
        }
        PaneTitle {
            Layout.fillWidth: true
            text: qsTr("Pages")
        }
        PagesList {
            id: pages

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.leftMargin: Theme.tiny
            Layout.rightMargin: Theme.tiny
        }
    }
}
