#include "app/problem.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <exception>
#include <new>

#include "core/base/error.h"

namespace lectern {

static QString tr(const char* text) {
    return QCoreApplication::translate("Problem", text);
}

static QString detailsOf(const ErrorParts& parts) {
    const std::pair<QString, const std::string*> rows[] = {
        {tr("Attempted"), &parts.attempted}, {tr("On"), &parts.subject},    {tr("Expected"), &parts.expected},
        {tr("Found"), &parts.found},         {tr("Advice"), &parts.advice},
    };
    QStringList lines;
    for (const auto& [label, value] : rows)
        if (!value->empty()) lines << label + QStringLiteral(": ") + QString::fromStdString(*value);
    return lines.join(u'\n');
}

static Problem::Remedy remedyOf(Fault fault) {
    switch (fault) {
        case Fault::encrypted:
            return Problem::Remedy::EnterPassword;
        case Fault::output:
            return Problem::Remedy::ChooseFolder;
        case Fault::model:
        case Fault::device:
        case Fault::memory:
            return Problem::Remedy::Retry;
        default:
            return Problem::Remedy::None;
    }
}

Problem problemFromCurrentException(const QString& file, int page) {
    Problem p;
    p.file = file;
    p.page = page;
    try {
        throw;
    } catch (const Error& e) {
        p.text = QString::fromUtf8(e.what());
        p.details = detailsOf(e.parts());
        p.remedy = remedyOf(e.fault());
        if (e.fault() == Fault::encrypted)
            p.text = tr("“%1” is protected by a password.").arg(QFileInfo(file).fileName());
    } catch (const std::bad_alloc&) {
        p.text = tr("There is not enough memory for this. Close other programs or documents and try again.");
        p.details = QStringLiteral("std::bad_alloc");
        p.remedy = Problem::Remedy::Retry;
    } catch (const std::exception& e) {
        p.text = tr("Something went wrong that the program did not expect.");
        p.details = QString::fromUtf8(e.what());
    }
    return p;
}

}  // namespace lectern
