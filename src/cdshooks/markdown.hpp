#pragma once
// Making card text safe to render: it quotes what was recorded about the patient, and that may hold
// anything (CH-101).

#include <span>
#include <string>
#include <string_view>

#include "rules/service.hpp"

namespace cramp::cdshooks {

/// Appends GitHub-flavoured markdown in which no raw HTML, image, link, link definition or autolink
/// can come alive, whatever the text quotes; other markdown stays as it is. The one exception: an
/// inline link `[words](url)` whose url is that of one of `allowed`, since only the package's
/// author can have meant it.
void append_safe_markdown(std::string& out, std::string_view text,
                          std::span<const rules::Artifact> allowed = {});

/// Plain text of one line that stays under rules::kTitleLimit: blanks and line ends become one
/// blank each; a longer text is cut at a code point, best between words, and ends in an ellipsis.
std::string one_line(std::string_view text);

/// True when the text holds something that an HTML or markdown renderer may bring alive: a tag, a
/// javascript: URL, an image (CH-032).
bool has_active_markup(std::string_view text);

}  // namespace cramp::cdshooks
