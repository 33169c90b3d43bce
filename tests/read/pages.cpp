#include "tests/read/pages.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace lectern::test {

namespace fs = std::filesystem;

namespace {

// Chosen by look before anything was read: prose, lists, headings, several typefaces and languages; no formulas, whose
// text layer cannot be trusted.
struct Choice {
    const char* package;
    const char* path;  // in the package; .gz is unpacked
    std::array<int, 3> pages;  // from 1; 0: none
};

constexpr Choice kChoices[] = {
    {"developers-reference", "usr/share/developers-reference/developers-reference.pdf", {23, 30, 41}},
    {"debian-reference-fr", "usr/share/debian-reference/debian-reference.fr.pdf", {31, 32, 60}},
    {"debian-faq", "usr/share/doc/debian/FAQ/debian-faq.en.pdf.gz", {20, 22, 40}},
    {"libtasn1-doc", "usr/share/doc/libtasn1-doc/libtasn1.pdf", {4, 0, 0}},
    {"gnuplot-doc", "usr/share/doc/gnuplot/gnuplot.pdf", {21, 0, 0}},
    {"groff", "usr/share/doc/groff-base/examples/mom/letter.pdf.gz", {1, 0, 0}},
};

}  // namespace

static std::string file_text(const fs::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

std::vector<KnownPage> sample_pages() {
    std::vector<KnownPage> pages;
    for (const char* name : {"harbour-library", "tide-clocks", "reading-room-rules", "scanned-letter"}) {
        const std::string file = name;
        pages.push_back({file, "resources/samples/" + file + ".pdf", 0, file_text("tests/read/truth/" + file + ".txt"), file == "scanned-letter"});
    }
    return pages;
}

static bool run(const std::string& command) { return std::system(("(" + command + ") >/dev/null 2>&1").c_str()) == 0; }

// The PDF: installed, fetched before, or fetched now; empty when it cannot be had.
static fs::path fetch(const Choice& choice, const fs::path& cache) {
    const bool packed = fs::path(choice.path).extension() == ".gz";
    const fs::path pdf = cache / (std::string(choice.package) + ".pdf");
    if (fs::exists(pdf) && fs::file_size(pdf) > 0) return pdf;
    fs::create_directories(cache);
    const fs::path installed = fs::path("/") / choice.path, folder = cache / choice.package;
    fs::path source = installed;
    if (!fs::exists(installed)) {
        const std::string quoted = "'" + folder.string() + "'";
        if (!run("mkdir -p " + quoted + " && cd " + quoted + " && timeout 120 apt-get download " + choice.package + " && dpkg-deb -x *.deb .")) return {};
        source = folder / choice.path;
    }
    const fs::path part = pdf.string() + ".part";
    const std::string copy = (packed ? "gzip -dc '" : "cat '") + source.string() + "' > '" + part.string() + "'";
    if (std::system(copy.c_str()) != 0) return {};
    fs::rename(part, pdf);
    fs::remove_all(folder);
    return pdf;
}

static std::string layer_text(const fs::path& pdf, int page, const fs::path& cache) {
    const fs::path text = cache / "page.txt";
    const std::string number = std::to_string(page);
    if (!run("pdftotext -raw -enc UTF-8 -f " + number + " -l " + number + " '" + pdf.string() + "' '" + text.string() + "'")) return {};
    return file_text(text);
}

std::vector<KnownPage> debian_pages(const fs::path& cache, std::vector<std::string>& missing) {
    std::vector<KnownPage> pages;
    for (const Choice& choice : kChoices) {
        const fs::path pdf = fetch(choice, cache);
        if (pdf.empty()) {
            missing.push_back(std::string("The package ") + choice.package + " could not be fetched with apt-get.");
            continue;
        }
        for (int page : choice.pages) {
            if (page == 0) continue;
            KnownPage known{choice.package + (" " + std::to_string(page)), pdf, static_cast<size_t>(page - 1), layer_text(pdf, page, cache)};
            if (known.truth.size() > 200) pages.push_back(std::move(known));
            else missing.push_back("pdftotext found no text on page " + std::to_string(page) + " of " + choice.package + ".");
        }
    }
    return pages;
}

}  // namespace lectern::test
