// Where there is no text: why, and what to do about it.
import QtQuick
import Lectern
import Lectern.Ui

Item {
    id: root

    readonly property bool printLeft: Session.pageRead && Session.trust.unreadPlaces > 0

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.huge
        spacing: Theme.medium

        Text {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            textFormat: Text.PlainText
            color: Session.pageFailure !== "" ? Theme.bad : root.printLeft ? Theme.warning : Theme.mutedText
            text: Session.pageReading ? qsTr("Looking for text on this page") : Session.pageFailure !== "" ? qsTr("✕ This page could not be read. %1").arg(Session.pageFailure) : root.printLeft ? qsTr("⚠ There is print on this page, but no text was found in it. Read it with another model, or draw a region around the print (R).") : Session.pageRead ? Session.trust.known ? qsTr("This page is blank.") : qsTr("No text was found on this page.") : qsTr("This page has not been read yet. Its text appears here while it is read.")
        }
        FlatButton {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !Session.pageReading
            framed: true
            iconName: "read"
            text: Session.pageFailure !== "" ? qsTr("Retry") : Session.pageRead ? qsTr("Read the page again") : qsTr("Read page")
            onClicked: Session.readPage()
        }
    }
}
