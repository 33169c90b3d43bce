// What a screen reader is given of a window: Qt's tree of accessible elements, which is not the tree of QML items.
#pragma once

#include <QVariantMap>

class QObject;

namespace lectern::test {

// As if a screen reader had come, or gone: some names are only given to one that is there.
void screen_reader(bool there);

// Walks all that is shown. seen: elements; acting: those that can be reached by keys or acted upon; problems: sentences
// about acting ones without a name or a role; elements: "role: name" of all that have a name, in their order.
// regions: "name | description" of the regions' list.
QVariantMap accessible_tree(QObject* window);

// Does what a screen reader would ask of the first element with that role and name. Empty: done; else why not.
QString accessible_press(QObject* window, const QString& role, const QString& name, const QString& action);

}  // namespace lectern::test
