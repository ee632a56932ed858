// SPDX-License-Identifier: MIT
//
// Decides by one's own rule which values never reach a record.

#include "check.hpp"

#include <loccer/loccer.hpp>

#include <stdexcept>
#include <string_view>

namespace {

//! [redaction]
// Patients' data: every key that begins with "patient_".
struct PatientRedaction {
    using loccer_role = loccer::RedactionRole;

    static constexpr bool redacts_key(std::string_view key) noexcept { return key.starts_with("patient_"); }
};
//! [redaction]

}  // namespace

int main() {
    //! [use]
    loccer::Loccer<PatientRedaction, loccer::KeyRedaction<"badge-id">, loccer::InMemoryOutput> log;
    //! [use]

    log.log_metadata({{"patient_name", "Ada"}, {"ward", 3}, {"badgeId", "B1"}, {"password", "x"}});
    expect_newest(log,
                  R"("data":{"patient_name":"[REDACTED]","ward":3,"badgeId":"[REDACTED]","password":"[REDACTED]"})");

    //! [none]
    // Without the default deny-list: it has to be said in the type.
    loccer::Loccer<loccer::NoRedaction, PatientRedaction, loccer::InMemoryOutput> frank;
    //! [none]
    frank.log_metadata({{"patient_name", "Ada"}, {"password", "x"}});
    expect_newest(frank, R"("data":{"patient_name":"[REDACTED]","password":"x"})");
}
