// A tool tip for what the pointer rests on, in plain text; made only then.
pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Lectern.Ui

Instantiator {
    id: root

    required property Item over
    required property string text
    property int delay: 600

    PlainTip {
        parent: root.over
        delay: root.delay
        text: root.text
        visible: true
    }
}
