// What the session says at the foot of the window.
import Lectern
import Lectern.Ui

ProgressStrip {
    reading: Session.reading
    progress: Session.progress
    progressText: Session.progressText
    paceText: Session.paceText
    idleText: Session.opener.openingName !== "" ? qsTr("Opening %1").arg(Session.opener.openingName) : Session.regions.count > 0 ? qsTr("%n region(s) on this page", "", Session.regions.count) : ""
    networkRequests: Session.networkRequests
    unsure: Session.editor.unsureCount
    onUnsureWanted: Session.editor.stepUnsure(1)
    unreadPart: Session.trust.unreadPart
    inkless: Session.trust.inkless
    differences: Session.trust.differences
    notice: Session.editor.notice
    offer: Session.editor.offer === Editor.Undo ? qsTr("Undo") : Session.editor.offer === Editor.Unlock ? qsTr("Unlock") : ""
    onOfferTaken: Session.editor.takeOffer()
}
