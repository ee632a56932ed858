// SPDX-License-Identifier: MIT
#ifndef LOCCER_LOCCER_HPP
#define LOCCER_LOCCER_HPP

// The umbrella for programs that write logs: composing a log, capturing into it, installing it, and the
// policies that need nothing but the standard library. Gzip<> and Crc32 need zlib,
// which only those programs link that use it.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/size.hpp>
#include <loccer/base/version.hpp>
#include <loccer/capture/firewall.hpp>
#include <loccer/capture/macros.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/capture/wrap.hpp>
#include <loccer/defaults/default_capture.hpp>
#include <loccer/defaults/default_loccer.hpp>
#include <loccer/defaults/define_log.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/install/install.hpp>
#include <loccer/integrations/platform.hpp>
#include <loccer/outputs/file/crc32.hpp>
#include <loccer/outputs/file/durability.hpp>
#include <loccer/outputs/file/gzip.hpp>
#include <loccer/outputs/file/in_place_housekeeping.hpp>
#include <loccer/outputs/file/keep_free.hpp>
#include <loccer/outputs/file/max_age.hpp>
#include <loccer/outputs/file/max_files.hpp>
#include <loccer/outputs/file/max_size.hpp>
#include <loccer/outputs/file/max_total.hpp>
#include <loccer/outputs/file/settings.hpp>
#include <loccer/outputs/file/sole_writer.hpp>
#include <loccer/outputs/file/statistics.hpp>
#include <loccer/outputs/file/when_full.hpp>
#include <loccer/outputs/in_memory.hpp>
#include <loccer/outputs/json_file.hpp>
#include <loccer/outputs/json_stream.hpp>
#include <loccer/outputs/null.hpp>
#include <loccer/outputs/standard_error.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/pipeline/statistics.hpp>
#include <loccer/policy/settings.hpp>
#include <loccer/redactions/allow_list.hpp>
#include <loccer/redactions/deny_list.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/mask.hpp>
#include <loccer/redactions/no_values.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/redactions/path.hpp>
#include <loccer/redactions/safe_keys.hpp>
#include <loccer/redactions/truncate.hpp>
#include <loccer/redactions/types_only.hpp>
#include <loccer/redactions/value.hpp>
#include <loccer/redactions/value/email.hpp>
#include <loccer/redactions/value/ip_address.hpp>
#include <loccer/redactions/value/mac_address.hpp>
#include <loccer/redactions/value/phone_number.hpp>
#include <loccer/redactions/value/social_security_number.hpp>
#include <loccer/reflect/sensitive.hpp>
#include <loccer/reflect/value.hpp>

#endif
