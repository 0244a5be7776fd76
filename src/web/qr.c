#include "web/qr.h"
#include "base/buf.h"
#include "base/text.h"
#include <qrencode.h>

html qr_svg(arena *mem, const char *text)
{
    QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    AUTO(buf) b = {0};

    if (!q) return (html){""};
    buf_printf(&b, "<svg viewBox=\"0 0 %d %d\" width=\"220\" height=\"220\" role=\"img\" aria-label=\"QR\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"></rect><path fill=\"#000\" d=\"", q->width + 8, q->width + 8);
    for (int y = 0; y < q->width; y++)
        for (int x = 0; x < q->width; x++)
            if (q->data[y * q->width + x] & 1) buf_printf(&b, "M%d %dh1v1h-1z", x + 4, y + 4);
    buf_puts(&b, "\"></path></svg>");
    QRcode_free(q);
    return (html){text_copy(mem, b.p)};
}
