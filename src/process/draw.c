/* The drawing of a process: its main road from top to bottom, the other states beside it, lines with the number of their
 * step. Pixels; the template makes SVG of it. */
#include "base/text.h"
#include "base/words.h"
#include "process/design.h"

enum { BOX_W = 196, BOX_H = 54, GAP_X = 92, GAP_Y = 46, EDGE = 24, LEFT = 84, LINE_CHARS = 24, LANE = 13, LINES_MAX = PROCESS_STEPS_MAX * STEP_FROM_MAX };

SHAPE(draw_box_shape, draw_box, F_INT(draw_box, x), F_INT(draw_box, y), F_INT(draw_box, width), F_INT(draw_box, height), F_INT(draw_box, text_x), F_INT(draw_box, text_y),
      F_TEXT(draw_box, key), F_TEXT(draw_box, name), F_TEXT(draw_box, name_2), F_TEXT(draw_box, tone));
SHAPE(draw_line_shape, draw_line, F_TEXT(draw_line, path), F_INT(draw_line, number), F_INT(draw_line, x), F_INT(draw_line, y), F_INT(draw_line, text_y));
SHAPE(drawing_shape, drawing, F_INT(drawing, width), F_INT(drawing, height), F_LIST(drawing, boxes, draw_box_shape), F_LIST(drawing, lines, draw_line_shape));

typedef struct {
    int row, column; /* column 0: the main road */
} place;

static int index_of(const process *p, const char *key)
{
    for (int i = 0; i < p->n_states; i++)
        if (text_eq(p->states[i].key, key)) return i;
    return 0;
}

/* The row of the first state on the main road that leads to it. */
static int row_beside(const process *p, const place *at, int state)
{
    int best = -1;

    for (int i = 0; i < p->n_steps; i++) {
        if (index_of(p, p->steps[i].to) != state) continue;
        for (int k = 0; k < p->steps[i].n_from; k++) {
            int from = index_of(p, p->steps[i].from[k]);
            bool drafts = p->states[from].phase == PHASE_DRAFT;
            if (p->states[from].order && !drafts && (best < 0 || at[from].row < best)) best = at[from].row;
        }
    }
    return best < 0 ? 0 : best;
}

static int place_all(const process *p, place *at)
{
    int rows = 0, filled[PROCESS_STATES_MAX + 1] = {0};

    for (int order = 1; order <= 2 * PROCESS_STATES_MAX; order++)
        for (int i = 0; i < p->n_states; i++)
            if (p->states[i].order == order) at[i] = (place){rows++, 0};
    for (int i = 0; i < p->n_states; i++) {
        if (p->states[i].order) continue;
        int row = row_beside(p, at, i);
        while (row < PROCESS_STATES_MAX && filled[row] == 2) row++; /* two beside a row, then the next one */
        at[i] = (place){row, ++filled[row]};
        if (row >= rows) rows = row + 1;
    }
    return rows;
}

static void put_box(arena *mem, const process_state *s, place at, draw_box *b)
{
    const char *name = T(s->name);
    size_t cut = 0, n = text_clip(name, LINE_CHARS);

    *b = (draw_box){LEFT + at.column * (BOX_W + GAP_X), EDGE + at.row * (BOX_H + GAP_Y), BOX_W, BOX_H, 0, 0, s->key, name, "", s->tone};
    if (text_length(name) > LINE_CHARS) {
        for (size_t i = 0; i < n; i++)
            if (name[i] == ' ') cut = i;
        if (!cut) cut = n;
        b->name = text_copyn(mem, name, cut);
        b->name_2 = text_short(mem, name + cut + (name[cut] == ' '), LINE_CHARS);
    }
    b->text_x = b->x + BOX_W / 2;
    b->text_y = b->y + (*b->name_2 ? 24 : 33);
}

/* How many lines already leave or enter a side of a box: each gets its own height. */
typedef struct {
    int left, right, lanes;
} ports;

static int64_t spread(int n)
{
    static const int steps[] = {0, 11, -11, 18, -18, 6, -6, 15, -15};
    return steps[n % COUNT(steps)];
}

static void put_line(arena *mem, const draw_box *a, const draw_box *b, place pa, place pb, ports *from, ports *to, int *lane, draw_line *l)
{
    int64_t ax = a->x, ay = a->y + BOX_H / 2, bx = b->x, by = b->y + BOX_H / 2;

    if (pa.column == 0 && pb.column == 0 && pb.row == pa.row + 1) { /* down the road */
        *l = (draw_line){textf(mem, "M%lld %lld V%lld", (long long)(ax + BOX_W / 2), (long long)(a->y + BOX_H), (long long)(b->y - 2)), 0, ax + BOX_W / 2, (a->y + BOX_H + b->y) / 2, 0};
        return;
    }
    if (pa.column == 0 && pb.column == 0) { /* along the left side */
        int64_t x = LEFT - 18 - LANE * (*lane % 4);
        (*lane)++;
        ay += spread(from->left++);
        by += spread(to->left++);
        *l = (draw_line){textf(mem, "M%lld %lld H%lld V%lld H%lld", (long long)ax, (long long)ay, (long long)x, (long long)by, (long long)(bx - 2)), 0, x, (ay + by) / 2, 0};
        return;
    }
    bool right = pb.column > pa.column || (pb.column == pa.column && pb.row != pa.row);
    ay += spread(right ? from->right++ : from->left++);
    by += spread(pb.column > pa.column ? to->left++ : to->right++);
    int64_t sx = right ? ax + BOX_W : ax, ex = pb.column > pa.column ? bx - 2 : bx + BOX_W + 2, mid = pb.column == pa.column ? ax + BOX_W + 40 : (sx + ex) / 2;
    if (pb.column - pa.column > 1) { /* over the boxes between */
        int64_t over = a->y - 10 - 6 * (from->lanes++ % 3);
        *l = (draw_line){textf(mem, "M%lld %lld C%lld %lld %lld %lld %lld %lld H%lld C%lld %lld %lld %lld %lld %lld", (long long)sx, (long long)ay, (long long)(sx + 36), (long long)ay, (long long)(sx + 20),
                               (long long)over, (long long)(sx + 66), (long long)over, (long long)(ex - 60), (long long)(ex - 16), (long long)over, (long long)(ex - 40), (long long)by, (long long)ex, (long long)by), 0,
                         sx + 66 + BOX_W / 2, over, 0};
        return;
    }
    if (pa.column - pb.column > 1 && pa.row == pb.row) { /* back under them */
        int64_t under = a->y + BOX_H + 10 + 6 * (from->lanes++ % 3);
        *l = (draw_line){textf(mem, "M%lld %lld C%lld %lld %lld %lld %lld %lld H%lld C%lld %lld %lld %lld %lld %lld", (long long)sx, (long long)ay, (long long)(sx - 36), (long long)ay, (long long)(sx - 20),
                               (long long)under, (long long)(sx - 66), (long long)under, (long long)(ex + 60), (long long)(ex + 16), (long long)under, (long long)(ex + 40), (long long)by, (long long)ex, (long long)by), 0,
                         sx - 66 - BOX_W / 2, under, 0};
        return;
    }
    *l = (draw_line){textf(mem, "M%lld %lld C%lld %lld %lld %lld %lld %lld", (long long)sx, (long long)ay, (long long)mid, (long long)ay, (long long)mid, (long long)by, (long long)ex, (long long)by), 0,
                     (sx + 6 * mid + ex) / 8, (ay + by) / 2, 0};
}

/* Numbers that would lie on one another move apart. */
static void move_apart(draw_line *lines, int n)
{
    for (int i = 0; i < n; i++) {
        for (int turn = 0; turn < 6; turn++) {
            bool free_ = true;
            for (int k = 0; k < i; k++) {
                int64_t dx = lines[i].x - lines[k].x, dy = lines[i].y - lines[k].y;
                if (dx * dx + dy * dy < 18 * 18) free_ = false;
            }
            if (free_) break;
            lines[i].x += 20;
        }
        lines[i].text_y = lines[i].y + 4;
    }
}

void process_draw(arena *mem, const process *p, drawing *out)
{
    place at[PROCESS_STATES_MAX] = {{0, 0}};
    ports used[PROCESS_STATES_MAX] = {{0, 0, 0}};
    int rows = place_all(p, at), columns = 0, lane = 0;

    *out = (drawing){0};
    out->boxes.p = NEWS(mem, draw_box, p->n_states + 1);
    for (int i = 0; i < p->n_states; i++) {
        put_box(mem, &p->states[i], at[i], &out->boxes.p[out->boxes.n++]);
        if (at[i].column > columns) columns = at[i].column;
    }
    out->lines.p = NEWS(mem, draw_line, LINES_MAX);
    for (int i = 0; i < p->n_steps; i++) {
        int to = index_of(p, p->steps[i].to);
        if (p->steps[i].effect == EFFECT_WITHDRAW) continue; /* from nearly everywhere: said in words */
        for (int k = 0; k < p->steps[i].n_from; k++) {
            int from = index_of(p, p->steps[i].from[k]);
            if (from == to) continue;
            draw_line *l = &out->lines.p[out->lines.n++];
            put_line(mem, &out->boxes.p[from], &out->boxes.p[to], at[from], at[to], &used[from], &used[to], &lane, l);
            l->number = i + 1;
        }
    }
    move_apart(out->lines.p, out->lines.n);
    out->width = LEFT + (columns + 1) * BOX_W + columns * GAP_X + EDGE + 40;
    out->height = 2 * EDGE + rows * BOX_H + (rows - 1) * GAP_Y;
}
