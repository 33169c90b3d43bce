// The left pane: open documents when there are several, and the pages of the one in view.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Lectern
import Lectern.Ui

Pane {
    id: root

    property string helpTopic: "first-read#in-the-window"
    readonly property bool documentsFocused: documents.activeFocus

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
            text: qsTr("Documents")
        }
        ListView {
            id: documents

            Layout.fillWidth: true
            Layout.leftMargin: Theme.tiny
            Layout.rightMargin: Theme.tiny
            Layout.preferredHeight: Math.min(contentHeight, root.height * 0.35)
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
            Keys.onDeletePressed: Session.closeDocument(Session.currentDocument)

            ScrollBar.vertical: ScrollBar {}
            delegate: DocumentRow {
                width: documents.width
                current: index === Session.currentDocument
                onClicked: Session.currentDocument = index
                onCloseWanted: Session.closeDocument(index)
            }
        }
        PaneTitle {
            Layout.fillWidth: true
            text: qsTr("Pages")
        }
        ListView {
            id: pages

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.leftMargin: Theme.tiny
            Layout.rightMargin: Theme.tiny
            model: Session.pages
            currentIndex: Session.currentPage
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0  // a model reset during incubation makes Qt 6.4 complain
            activeFocusOnTab: true
            keyNavigationEnabled: false
            highlightMoveDuration: Theme.motion
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Pages")
            Keys.onUpPressed: Session.currentPage -= 1
            Keys.onDownPressed: Session.currentPage += 1

            ScrollBar.vertical: ScrollBar {}
            delegate: PageThumbnail {
                width: pages.width - (pages.ScrollBar.vertical.visible ? pages.ScrollBar.vertical.width : 0)
                current: index === Session.currentPage
                onClicked: Session.currentPage = index
            }
        }
    }
}
