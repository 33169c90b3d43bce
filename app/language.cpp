#include "app/language.h"

#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace lectern {

static constexpr auto kFolder = ":/i18n/";
static constexpr auto kPseudo = "ar_XB";  // for tests: English between marks, from right to left

static QString fileOf(const QString& code) {
    return QLatin1String(kFolder) + QStringLiteral("lectern_") + code + QStringLiteral(".qm");
}

// The code of a file there is, "en" when English comes first or nothing fits.
static QString bestOf(const QStringList& wanted) {
    for (const QString& language : wanted) {
        const QString code = QString(language).replace(u'-', u'_');
        const QString general = code.section(u'_', 0, 0);
        if (QFile::exists(fileOf(code))) return code;
        if (general == QStringLiteral("en")) return general;
        if (QFile::exists(fileOf(general))) return general;
    }
    return QStringLiteral("en");
}

Language::~Language() {
    if (!QCoreApplication::instance()) return;
    if (m_words) QCoreApplication::removeTranslator(m_words.get());
    if (m_qtWords) QCoreApplication::removeTranslator(m_qtWords.get());
}

void Language::take(std::unique_ptr<QTranslator>& slot, const QString& file) {
    if (slot) QCoreApplication::removeTranslator(slot.get());
    slot = std::make_unique<QTranslator>();
    if (slot->load(file))
        QCoreApplication::installTranslator(slot.get());
    else
        slot.reset();
}

void Language::apply(const QString& code) {
    const QLocale system = QLocale::system();
    const QString best = bestOf(code.isEmpty() ? system.uiLanguages() : QStringList{code});
    // Numbers as the system writes them, unless a language was chosen that it does not speak.
    QLocale::setDefault(system.name().startsWith(best.left(2)) || code.isEmpty() ? system : QLocale(best));
    take(m_qtWords, QLibraryInfo::path(QLibraryInfo::TranslationsPath) + QStringLiteral("/qtbase_") + best +
                        QStringLiteral(".qm"));
    take(m_words, fileOf(best));
    const bool mirrored = best == QLatin1String(kPseudo) || QLocale(best).textDirection() == Qt::RightToLeft;
    QGuiApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
}

QStringList Language::codes() {
    QStringList out{QStringLiteral("en")};
    for (const QString& file : QDir(QLatin1String(kFolder)).entryList({QStringLiteral("lectern_*.qm")})) {
        const QString code = file.mid(8).chopped(3);
        if (code != QLatin1String(kPseudo)) out << code;
    }
    std::sort(out.begin(), out.end(), [](const QString& a, const QString& b) {
        return QLocale(a).nativeLanguageName().localeAwareCompare(QLocale(b).nativeLanguageName()) < 0;
    });
    return out;
}

}  // namespace lectern
