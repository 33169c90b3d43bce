// make_samples FOLDER TRUTH_FOLDER: writes resources/samples and the text they hold. The PDFs are committed; run this
// again after a change here. Fonts: Debian's fonts-linuxlibertine and fonts-liberation2.
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHashFunctions>
#include <QPainterPath>

#include "app/convert.h"
#include "app/page_source.h"
#include "tests/read/degrade.h"
#include "tests/read/typesetter.h"

namespace lectern::test {

static constexpr double kWidth = 595, kHeight = 842;  // A4

static const char* kSerif = "Linux Libertine O";
static const char* kSans = "Linux Biolinum O";

static void save(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("Could not write %s.", qPrintable(path));
}

static TextStyle body() { return {.family = kSerif, .size = 11, .justified = true, .after = 6}; }
static TextStyle head(double size) { return {.family = kSans, .size = size, .bold = true, .before = 8, .after = 4}; }

// A lighthouse on its rock, with sea and gulls.
static void draw_lighthouse(QPainter& p, double width) {
    const double x = width / 2;
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(225, 233, 240));
    p.drawRect(QRectF(60, 0, width - 120, 150));
    p.setBrush(QColor(250, 236, 190));
    p.drawPolygon(QPolygonF({{x, 34}, {60, 6}, {60, 58}}));
    p.setBrush(QColor(70, 82, 94));
    p.drawPolygon(QPolygonF({{x - 70, 128}, {x - 40, 108}, {x + 36, 106}, {x + 84, 128}}));
    p.setBrush(Qt::white);
    p.setPen(QPen(QColor(60, 60, 60), 0.8));
    p.drawPolygon(QPolygonF({{x - 16, 110}, {x - 10, 44}, {x + 10, 44}, {x + 16, 110}}));
    p.setBrush(QColor(178, 60, 52));
    p.drawPolygon(QPolygonF({{x - 13.6, 84}, {x - 12, 66}, {x + 12, 66}, {x + 13.6, 84}}));
    p.drawRect(QRectF(x - 8, 28, 16, 16));
    p.drawPolygon(QPolygonF({{x - 11, 28}, {x, 16}, {x + 11, 28}}));
    p.setPen(Qt::NoPen);
    p.setBrush(QColor(112, 146, 170));
    p.drawRect(QRectF(60, 126, width - 120, 24));
    p.setPen(QPen(Qt::white, 1));
    p.setBrush(Qt::NoBrush);
    for (double wave = 66; wave < width - 80; wave += 22) {
        QPainterPath path(QPointF(wave, 138));
        path.quadTo(wave + 6, 132, wave + 12, 138);
        p.drawPath(path);
    }
}

static QString report(const QString& path) {
    Typesetter s(path, kWidth, kHeight, "The Harbour Library: the first year");
    const TextStyle small{.family = kSans, .size = 8.5, .after = 0};
    s.at(72, 40, 300, "The Harbour Library, Quay Street 4", small);
    s.rule(72, 54, kWidth - 72, 54);
    s.columns({QRectF(72, 66, kWidth - 144, 706)});
    s.text("The Harbour Library: the first year", head(20));
    s.text("When the customs house closed, the town kept its clock and lost its reason to look at it. A year ago we moved eleven "
           "thousand books into the empty halls, lit the stoves, and opened the doors on a Tuesday in the rain. This report "
           "says what happened after that, what it cost, and what we would do otherwise.", body());
    s.text("1. What visitors came for", head(13));
    s.text("Most people come to read the newspapers and to be warm. Some stay for the reading room upstairs, where the windows "
           "look over the basin and nobody speaks before noon. Children own the ground floor from three until five. We had "
           "planned for students, and they did come, but only in May.", body());
    TextStyle list = body();
    list.justified = false;
    list.indent = 28;
    list.after = 2;
    s.item("•", "The seed cupboard: take a packet in spring, bring one back in autumn.", list);
    s.item("•", "The map drawer, with 214 charts of the coast, the oldest from 1783.", list);
    s.item("•", "Tools on loan: two ladders, a cider press, and the only torque wrench in town.", list);
    s.skip(4);
    s.text("2. The year in figures", head(13));
    s.table({{"Quarter", "Visitors", "Loans", "New readers", "Lost books"},
             {"Spring", "3,140", "5,872", "411", "3"},
             {"Summer", "2,265", "4,018", "198", "9"},
             {"Autumn", "4,730", "8,655", "356", "2"},
             {"Winter", "6,092", "9,481", "287", "0"}},
            {.widths = {95, 89, 89, 89, 89}, .text = {.family = kSerif, .size = 10.5, .after = 4}, .ruled = true, .padding = 4.5,
             .right = {false, true, true, true, true}});
    s.text("Table 1: Visitors and loans by quarter. Renewals are not counted.",
           {.family = kSerif, .size = 9.5, .italic = true, .before = 2, .after = 8});
    s.figure(156, draw_lighthouse);
    s.text("Figure 1: The north light, seen from the reading room.", {.family = kSerif, .size = 9.5, .italic = true, .after = 6,
                                                                       .align = Qt::AlignHCenter});
    s.text("3. What comes next", head(13));
    s.item("1.", "A roof for the bicycle stand, promised since March and paid for since June.", list);
    s.item("2.", "Evening hours on Thursdays; the porter has agreed, and so has his dog.", list);
    s.item("3.", "A catalogue that finds “Müller” also when somebody types “Mueller”.", list);
    s.skip(4);
    s.text("We thank the 62 volunteers who carried, shelved, mended and swept. If you would like to join them, ask at the desk or "
           "write to desk@harbour-library.example before 30 September.", body());
    TextStyle foot = small;
    foot.align = Qt::AlignHCenter;
    s.at(72, 800, kWidth - 144, "Page 1 of 1", foot);
    s.finish();
    return s.truth();
}

static QString paper(const QString& path) {
    Typesetter s(path, 612, 792, "Tide Clocks and the Memory of Estuaries");
    TextStyle centred{.family = kSerif, .size = 17, .bold = true, .after = 5, .align = Qt::AlignHCenter};
    s.columns({QRectF(60, 56, 492, 160)});
    s.text("Tide Clocks and the Memory of Estuaries", centred);
    centred.bold = false;
    centred.size = 11;
    s.text("Ines Calder and Tomas Wrede", centred);
    centred.italic = true;
    centred.size = 10;
    centred.after = 10;
    s.text("Institute for Slow Instruments, Northmouth", centred);
    const TextStyle para{.family = kSerif, .size = 10.6, .justified = true, .first_indent = 10, .after = 0, .leading = 1.22};
    TextStyle first = para;
    first.first_indent = 0;
    const TextStyle section{.family = kSerif, .size = 11, .bold = true, .before = 8, .after = 3};
    s.columns({QRectF(60, 140, 236, 545), QRectF(316, 140, 236, 545)});
    s.text("Abstract", section);
    s.text("A tide clock shows one hand and one promise: that the water will return. We recorded forty such clocks along a muddy "
           "estuary for three winters and compared them with gauges. The clocks drift by nine minutes a month, yet people who "
           "live beside them are late by only four. We argue that the difference is kept by the estuary itself, in the habits "
           "of the birds and of the ferry.", first);
    s.text("1 Introduction", section);
    s.text("The moon passes overhead every 24 hours and 50 minutes. A clock that turns once in that time points at high water all "
           "day long, as long as the coast is simple. Estuaries are not simple. Their channels store water, bend it, and let it "
           "go when the wind permits.", first);
    s.text("Earlier work treated the delay as an error to be removed. We treat it as a memory to be read. A channel that fills "
           "slowly after a storm has, in a plain sense, not forgotten the storm; and whoever waits on its bank learns the same "
           "lesson without any instrument.", para);
    s.text("2 Method", section);
    s.text("Forty clocks with quartz movements were hung in kitchens, boat sheds and one chapel between Northmouth and the weir. "
           "Every household noted the moment when the hand stood upright and, on the same sheet, the moment when the water began "
           "to fall. No household was told what we hoped to see.", first);
    s.text("Gauges of our own making stood at five piers. Each held a float, a pencil and a drum of paper, which was changed on "
           "Sundays. The drums were digitised at one line per minute. Where the pencil had broken we left a gap rather than draw "
           "a curve that nobody had seen.", para);
    s.text("3 Results", section);
    s.text("Table 1 gives the mean delay for the three winters. The chapel clock, which nobody winds or sets, was the most "
           "faithful. The clocks in boat sheds suffered from salt, and two of them from a goat.", first);
    s.skip(5);
    s.table({{"Place", "1st", "2nd", "3rd", "Mean"},
             {"Kitchens", "8.7", "9.4", "9.1", "9.1"},
             {"Boat sheds", "11.2", "12.8", "12.3", "12.1"},
             {"Chapel", "4.0", "3.8", "4.2", "4.0"},
             {"Piers (gauges)", "0.6", "0.5", "0.6", "0.6"}},
            {.widths = {86, 36, 36, 36, 42}, .text = {.family = kSerif, .size = 9, .after = 3}, .ruled = false, .padding = 2,
             .right = {false, true, true, true, true}});
    s.text("Table 1: Delay in minutes per month, by place and winter.", {.family = kSerif, .size = 8.5, .after = 6});
    s.text("Residents were asked to meet us at low water, once a month and without warning. They arrived 4.2 minutes late on the "
           "average, whatever their clock said. Asked how they knew, they named the oystercatchers (31 answers), the noise of "
           "the ferry chain (22), and the smell (17).", para);
    s.text("4 Discussion", section);
    s.text("A clock is a model with one parameter. The estuary has many, and the people beside it carry some of them about. It "
           "follows that a better clock would help less than one might think. We did build one, with four hands; it was returned "
           "to us after a week with the remark that it was very clever.", first);
    s.text("Our sample is small and its goats are few. Still, the result held in all three winters, and it held in the dark.", para);
    s.text("References", section);
    TextStyle ref{.family = kSerif, .size = 8.5, .indent = 16, .after = 1.5};
    s.item("[1]", "I. Calder. Pencils that float. Slow Instruments 12, 1998, p. 44.", ref);
    s.item("[2]", "T. Wrede and A. Moss. What the ferry knows. Northmouth Papers 3, 2007.", ref);
    s.item("[3]", "H. Okafor. On being late together. Quarterly of Habit 27, 2015, p. 5.", ref);
    s.at(60, 752, 492, "17", {.family = kSerif, .size = 9, .after = 0, .align = Qt::AlignHCenter});
    s.finish();
    return s.truth();
}

static QString small_print(const QString& path) {
    Typesetter s(path, kWidth, 420, "Rules of the reading room in ten languages");
    TextStyle title{.family = kSans, .size = 15, .bold = true, .after = 2};
    s.columns({QRectF(42, 30, kWidth - 84, 80)});
    s.text("Rules of the reading room", title);
    const double w = 162, gap = 13;
    s.columns({QRectF(42, 62, w, 328), QRectF(42 + w + gap, 62, w, 328), QRectF(42 + 2 * (w + gap), 62, w, 328)});
    const TextStyle h{.family = kSans, .size = 8, .bold = true, .before = 7, .after = 2};
    const TextStyle p{.family = kSerif, .size = 7, .after = 2.5, .leading = 1.2};
    const std::vector<std::pair<const char*, std::vector<const char*>>> languages = {
        {"English", {"Books are read at the table and not in the bath. Whoever turns down a corner has to iron it flat again. Pencils are welcome; ink stays at the desk.",
                     "The window on the left may be opened by those who sit beneath it. Coffee is drunk in the hall, where it has always been better anyway."}},
        {"Deutsch", {"Bücher werden am Tisch gelesen, nicht in der Badewanne. Wer eine Ecke umknickt, bügelt sie wieder glatt. Bleistifte sind willkommen, Tinte bleibt an der Theke.",
                     "Das linke Fenster öffnet, wer darunter sitzt. Kaffee trinkt man im Flur; dort schmeckt er ohnehin besser. Größere Gepäckstücke und nasse Schirme gehören in die Garderobe."}},
        {"Français", {"On lit les livres à table et non dans la baignoire. Celui qui corne une page la repassera lui-même. Les crayons sont les bienvenus ; l’encre reste à l’accueil.",
                      "La fenêtre de gauche s’ouvre au gré de ceux qui sont assis dessous. Le café se boit dans le couloir, où il a toujours été meilleur. Les élèves déjà fatigués dormiront près du poêle."}},
        {"Español", {"Los libros se leen en la mesa y no en la bañera. Quien doble una esquina tendrá que plancharla. Se admiten lápices; la tinta se queda en el mostrador.",
                     "¿Hace calor? La ventana de la izquierda la abre quien esté sentado debajo. El café se toma en el pasillo, donde siempre ha sabido mejor. ¡Mañana también abrimos!"}},
        {"Italiano", {"I libri si leggono al tavolo e non nella vasca da bagno. Chi piega un angolo dovrà stirarlo. Le matite sono benvenute; l’inchiostro resta al banco.",
                      "La finestra di sinistra la apre chi ci siede sotto. Il caffè si beve in corridoio, dove è sempre stato più buono. Perché correre? Il lunedì è lungo, la città può aspettare."}},
        {"Polski", {"Książki czytamy przy stole, a nie w wannie. Kto zagnie róg, ten musi go wyprasować. Ołówki są mile widziane; atrament zostaje przy ladzie.",
                    "Okno po lewej otwiera ten, kto pod nim siedzi. Kawę pijemy w korytarzu, gdzie zawsze była lepsza. Późne wypożyczenia przyjmujemy też w święta, jeśli dzwonek działa."}},
        {"Čeština", {"Knihy se čtou u stolu, ne ve vaně. Kdo ohne růžek, musí ho zase vyžehlit. Tužky jsou vítány; inkoust zůstává u pultu.",
                     "Okno vlevo otevírá ten, kdo pod ním sedí. Káva se pije na chodbě, kde byla vždycky lepší. Děti smějí šeptat, dospělí ať raději mlčí."}},
        {"Svenska", {"Böcker läses vid bordet och inte i badkaret. Den som viker ett hörn får stryka det slätt igen. Blyertspennor är välkomna; bläcket stannar vid disken.",
                     "Fönstret till vänster öppnas av den som sitter under det. Kaffe dricks i korridoren, där det alltid har smakat bättre. Våta paraplyer ställs på golvet."}},
        {"Magyar", {"A könyveket az asztalnál olvassuk, nem a fürdőkádban. Aki behajtja a lap sarkát, vasalja is ki. Ceruzát szívesen látunk; a tinta a pultnál marad.",
                    "A bal oldali ablakot az nyitja ki, aki alatta ül. Kávét a folyosón iszunk, ott mindig is jobb volt. Az őszi szünetben délután ötig vagyunk nyitva."}},
        {"Türkçe", {"Kitaplar masada okunur, banyoda değil. Sayfanın köşesini kıvıran onu ütüler. Kurşun kalem getirebilirsiniz; mürekkep masada kalır.",
                    "Soldaki pencereyi altında oturan açar. Kahve koridorda içilir, orada her zaman daha güzeldir. Şemsiyenizi ve çantanızı girişte bırakınız."}},
    };
    for (const auto& [name, paragraphs] : languages) {
        s.text(name, h);
        for (const char* text : paragraphs) s.text(text, p);
    }
    s.text("Tariff", h);
    s.table({{"Service", "Price", "Days"},
             {"Reader’s card", "€ 12.00", "365"},
             {"Card, under 12", "free", "365"},
             {"Copy, one page", "€ 0.15", "–"},
             {"Scan by post", "€ 4.80", "7"},
             {"Lost book", "€ 35.50", "30"}},
            {.widths = {75, 45, 35}, .text = {.family = kSerif, .size = 7, .after = 4}, .ruled = true, .padding = 2, .right = {false, true, true}});
    s.finish();
    return s.truth();
}

static QString letter(const QString& path) {
    Typesetter s(path, kWidth, kHeight, "A letter");
    const TextStyle right{.family = "Liberation Serif", .size = 11, .after = 0, .leading = 1.3};
    TextStyle p = right;
    p.size = 12;
    p.after = 9;
    p.leading = 1.35;
    TextStyle block = right;
    block.size = 12;
    s.at(360, 70, 180, "Wrede & Daughters", {.family = "Liberation Serif", .size = 14, .bold = true, .after = 0});
    s.at(360, 90, 180, "Repairers of Clocks", right);
    s.at(360, 105, 180, "7 Ropewalk, Northmouth", right);
    s.columns({QRectF(80, 150, kWidth - 170, 620)});
    for (const char* line : {"Mrs Adela Finch", "The Old Signal Station", "Gull Point"}) s.text(line, block);
    s.skip(20);
    s.text("14 November 1987", p);
    s.text("Dear Mrs Finch,", p);
    s.text("Thank you for sending us your tide clock. It arrived on Thursday, well packed in seaweed, which my younger daughter has "
           "since dried and hung in the window. She says it will rain.", p);
    s.text("We have opened the case and found three faults. The mainspring is tired, though not broken. The second wheel has lost a "
           "tooth; we can cut a new one from brass. And behind the dial we found a folded paper with a drawing of a ship and the "
           "words “back by Friday”. We have not thrown it away.", p);
    s.text("The work will take four weeks and cost £38.50, of which £6.20 is for the wheel. If you prefer it, we can leave the old "
           "spring in its place. The clock would then lose about ten minutes a month, as it has done, I suppose, for as long as "
           "you have known it.", p);
    s.text("Please let us know which you would like. There is no hurry: the tide will go on without us.", p);
    s.text("Yours sincerely,", p);
    s.skip(26);
    s.text("Johanna Wrede", p);
    s.finish();
    return s.truth();
}

// One picture as a one-page PDF: what a scanner writes.
static QByteArray picture_pdf(const QByteArray& jpeg, int64_t width, int64_t height, double dpi) {
    QByteArray pdf = "%PDF-1.4\n";
    std::vector<qsizetype> starts;
    const auto object = [&](const QByteArray& body) {
        starts.push_back(pdf.size());
        pdf += QByteArray::number(static_cast<qlonglong>(starts.size())) + " 0 obj\n" + body + "\nendobj\n";
    };
    const QByteArray w = QByteArray::number(static_cast<double>(width) * 72 / dpi, 'f', 2), h = QByteArray::number(static_cast<double>(height) * 72 / dpi, 'f', 2);
    const QByteArray draw = w + " 0 0 " + h + " 0 0 cm /Im Do";
    object("<</Type/Catalog/Pages 2 0 R>>");
    object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 " + w + " " + h + "]/Contents 4 0 R/Resources<</XObject<</Im 5 0 R>>>>>>");
    object("<</Length " + QByteArray::number(draw.size()) + ">>stream\n" + draw + "\nendstream");
    object("<</Type/XObject/Subtype/Image/Width " + QByteArray::number(static_cast<qlonglong>(width)) + "/Height " + QByteArray::number(static_cast<qlonglong>(height)) +
           "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length " + QByteArray::number(jpeg.size()) + ">>stream\n" + jpeg + "\nendstream");
    const qsizetype table = pdf.size();
    pdf += "xref\n0 6\n0000000000 65535 f \n";
    for (const qsizetype start : starts) pdf += QByteArray::number(start).rightJustified(10, '0') + " 00000 n \n";
    return pdf + "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n" + QByteArray::number(table) + "\n%%EOF\n";
}

static void scan(const QString& from, const QString& to) {
    const double dpi = 150;
    const Image page = open_page_source(path_from_qstring(from))->render(0, dpi);
    const Image scanned = degrade(page, {.name = "scan", .skew = -0.9, .blur = 0.55, .paper = 236, .ink = 38, .shade = 0.16, .noise = 4,
                                         .specks = 0.0002, .seed = 1987});
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    qimage_from_image(scanned).convertToFormat(QImage::Format_Grayscale8).save(&buffer, "JPEG", 55);
    save(to, picture_pdf(jpeg, page.width, page.height, dpi));
}

static int make_samples(const QString& folder, const QString& truth) {
    for (const char* family : {kSerif, kSans, "Liberation Serif"}) {
        if (QFontDatabase::families().contains(family)) continue;
        std::fprintf(stderr, "make_samples: the font %s is missing. Install fonts-linuxlibertine and fonts-liberation2.\n", family);
        return 1;
    }
    QDir().mkpath(truth);
    save(truth + "/harbour-library.txt", report(folder + "/harbour-library.pdf").toUtf8());
    save(truth + "/tide-clocks.txt", paper(folder + "/tide-clocks.pdf").toUtf8());
    save(truth + "/reading-room-rules.txt", small_print(folder + "/reading-room-rules.pdf").toUtf8());
    const QString clean = QDir::tempPath() + "/lectern-clean-letter.pdf";
    save(truth + "/scanned-letter.txt", letter(clean).toUtf8());
    scan(clean, folder + "/scanned-letter.pdf");
    QFile::remove(clean);
    return 0;
}

}  // namespace lectern::test

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QHashSeed::setDeterministicGlobalSeed();  // the order of embedded fonts follows a hash
    QGuiApplication app(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "use: make_samples FOLDER TRUTH_FOLDER\n");
        return 2;
    }
    return lectern::test::make_samples(argv[1], argv[2]);
}
