/* docx.h: official papers as DOCX, in the layout of NĐ 30/2020/NĐ-CP annex I: A4, margins 20/20/30/15 mm, Times New Roman,
 * page number top centre, hidden on the first page. The text comes as lines made by a template (already XML-escaped):
 *
 *   head|AGENCY|BODY or number|place and date    the two-column head
 *   title|…   h|…   p|…   c|…                     title, heading, paragraph, centred line
 *   row|a|b|c                                     a table row; the first of a run is its header
 *   sign|LEFT|RIGHT                               the signatures
 *
 * A line without a known word goes on with the paragraph before it. The bytes are the same each time. */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H
#include "base/arena.h"
#include "base/shape.h"
#include "base/status.h"

MUST status docx_from_lines(arena *mem, const char *lines, bytes *out);

#endif
