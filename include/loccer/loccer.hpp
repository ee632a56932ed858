// SPDX-License-Identifier: MIT
#ifndef LOCCER_LOCCER_HPP
#define LOCCER_LOCCER_HPP

// The umbrella for programs that write logs: composing a log, capturing into it, installing it, and the
// policies that need nothing but the standard library.

#include <loccer/base/config.hpp>
#include <loccer/base/fixed_string.hpp>
#include <loccer/base/size.hpp>
#include <loccer/base/version.hpp>
#include <loccer/capture/macros.hpp>
#include <loccer/capture/sink.hpp>
#include <loccer/capture/wrap.hpp>
#include <loccer/defaults/default_capture.hpp>
#include <loccer/defaults/default_loccer.hpp>
#include <loccer/event/event.hpp>
#include <loccer/event/record.hpp>
#include <loccer/install/install.hpp>
#include <loccer/integrations/platform.hpp>
#include <loccer/outputs/in_memory.hpp>
#include <loccer/outputs/json_file.hpp>
#include <loccer/outputs/json_stream.hpp>
#include <loccer/outputs/null.hpp>
#include <loccer/outputs/standard_error.hpp>
#include <loccer/pipeline/loccer.hpp>
#include <loccer/pipeline/statistics.hpp>
#include <loccer/policy/settings.hpp>
#include <loccer/redactions/default_keys.hpp>
#include <loccer/redactions/key.hpp>
#include <loccer/redactions/none.hpp>
#include <loccer/reflect/value.hpp>

#endif
