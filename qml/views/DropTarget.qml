// Takes what is dragged into the window: files, folders, pictures out of other programs.
import QtQuick
import Lectern
import Lectern.Ui

DropArea {
    id: root

    property int fileCount: 0

    onEntered: drag => {
        drag.accepted = drag.hasUrls || Session.opener.pictureFormat(drag.formats) !== "";
        root.fileCount = drag.hasUrls ? drag.urls.length : 1;
    }
    onDropped: drop => {
        root.take(drop);
        drop.accept(Qt.CopyAction);
    }

    // A picture dragged out of a browser comes with its address, too: the picture is what is wanted.
    function take(drop: var) {
        const format = Session.opener.pictureFormat(drop.formats);
        const local = drop.urls.some(url => String(url).startsWith("file:"));
        if (format !== "" && !local)
            Session.opener.openPicture(drop.getDataAsArrayBuffer(format), format);
        else
            Session.openUrls(drop.urls);
    }

    DropCover {
        anchors.fill: parent
        visible: root.containsDrag
        fileCount: root.fileCount
    }
}
