#include "tests/qml/accessible_tree.h"

#include <QAccessible>
#include <QMetaEnum>

namespace lectern::test {

namespace {

struct Walk {
    int seen = 0, acting = 0;
    QStringList problems, elements, regions;
};

}  // namespace

static constexpr int kDeepest = 80;

static QString roleName(QAccessible::Role role) {
    const char* key = QMetaEnum::fromType<QAccessible::Role>().valueToKey(role);
    return key ? QString::fromLatin1(key) : QString::number(role);
}

static QString described(QAccessibleInterface* element) {
    QStringList chain;
    for (QAccessibleInterface* up = element; up && chain.size() < 4; up = up->parent())
        chain << roleName(up->role()) + u' ' +
                     (up->object() ? QString::fromLatin1(up->object()->metaObject()->className()) : QString()) +
                     QStringLiteral(" “") + up->text(QAccessible::Name) + QStringLiteral("”");
    return chain.join(QStringLiteral(" in "));
}

static void visit(QAccessibleInterface* element, Walk& walk, int depth) {
    if (!element || !element->isValid() || depth > kDeepest || element->state().invisible) return;
    ++walk.seen;
    QAccessibleActionInterface* actions = element->actionInterface();
    const bool acts = element->state().focusable || (actions && !actions->actionNames().isEmpty());
    const QString name = element->text(QAccessible::Name);
    walk.acting += acts;
    if (acts && name.trimmed().isEmpty()) walk.problems << QStringLiteral("no name: ") + described(element);
    if (acts && element->role() == QAccessible::NoRole)
        walk.problems << QStringLiteral("no role: ") + described(element);
    if (!name.isEmpty()) walk.elements << roleName(element->role()) + QStringLiteral(": ") + name;
    const bool list = element->role() == QAccessible::List && name.startsWith(QStringLiteral("Regions"));
    for (int i = 0; i < element->childCount(); ++i) {
        QAccessibleInterface* child = element->child(i);
        if (list && child && child->role() == QAccessible::ListItem)
            walk.regions << child->text(QAccessible::Name) + QStringLiteral(" | ") +
                                child->text(QAccessible::Description);
        visit(child, walk, depth + 1);
    }
}

// Of what is shown, in its order; nullptr: none.
static QAccessibleInterface* find(QAccessibleInterface* element, const QString& role, const QString& name, int depth) {
    if (!element || !element->isValid() || depth > kDeepest || element->state().invisible) return nullptr;
    if (roleName(element->role()) == role && element->text(QAccessible::Name) == name) return element;
    for (int i = 0; i < element->childCount(); ++i)
        if (QAccessibleInterface* found = find(element->child(i), role, name, depth + 1)) return found;
    return nullptr;
}

QString accessible_press(QObject* window, const QString& role, const QString& name, const QString& action) {
    QAccessibleInterface* root = QAccessible::queryAccessibleInterface(window);
    QAccessibleInterface* element = nullptr;
    for (int i = 0; root && i < root->childCount() && !element; ++i) element = find(root->child(i), role, name, 0);
    if (!element) return QStringLiteral("there is none");
    QAccessibleActionInterface* actions = element->actionInterface();
    if (!actions || !actions->actionNames().contains(action))
        return QStringLiteral("it offers ") + (actions ? actions->actionNames().join(QStringLiteral(", ")) : QString());
    actions->doAction(action);
    return {};
}

void screen_reader(bool there) {
    QAccessible::setActive(there);
}

QVariantMap accessible_tree(QObject* window) {
    Walk walk;
    if (QAccessibleInterface* root = QAccessible::queryAccessibleInterface(window))
        for (int i = 0; i < root->childCount(); ++i) visit(root->child(i), walk, 0);
    return {{QStringLiteral("seen"), walk.seen},
            {QStringLiteral("acting"), walk.acting},
            {QStringLiteral("problems"), walk.problems},
            {QStringLiteral("elements"), walk.elements},
            {QStringLiteral("regions"), walk.regions}};
}

}  // namespace lectern::test
