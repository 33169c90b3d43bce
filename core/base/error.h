// The one error type of core, gpu and app: a sentence a user can act on.
#pragma once

#include <stdexcept>
#include <string>

namespace lectern {

// What kind of thing failed; decides the exit code of lectern-cli and the remedy the window offers.
enum class Fault {
    argument,   // a wrong option or value                         exit 2
    input,      // a document that cannot be read                   exit 3
    encrypted,  // a document that needs a password                 exit 3
    model,      // a model that is missing, damaged or of the wrong kind   exit 4
    device,     // no device, device lost                           exit 5
    memory,     // not enough memory                                exit 5
    output,     // a file that could not be written                 exit 6
    cancelled,  // the user stopped it                              exit 130
};

// Every part is plain text without a final full stop; empty parts are left out of what().
struct ErrorParts {
    Fault fault = Fault::input;  // what kind of thing failed
    std::string attempted = {};  // "open the PDF"
    std::string subject = {};    // "/home/a/report.pdf", "tensor model.norm.weight"
    std::string expected = {};   // "a PDF header"
    std::string found = {};      // "a PNG picture"
    std::string advice = {};     // "rename it to .png, or open it as it is"
};

// "Could not open the PDF (report.pdf): expected a PDF header, found a PNG picture. Rename it to .png ..."
class Error : public std::runtime_error {
   public:
    explicit Error(ErrorParts parts);  // what() is the whole sentence
    const ErrorParts& parts() const { return parts_; }  // as given, for details and translations
    Fault fault() const { return parts_.fault; }  // decides exit code and remedy

   private:
    ErrorParts parts_;
};

// Exit code of lectern-cli for a fault (README and `lectern-cli --help` list them).
int exit_code(Fault fault);

}  // namespace lectern
