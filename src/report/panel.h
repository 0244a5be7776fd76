/* panel.h: a part of a dashboard: title, chart, table, query. Built by panel.c for the pages of statistics. */
#ifndef REPORT_PANEL_H
#define REPORT_PANEL_H
#include "report/chart.h"
#include "report/report.h"

typedef struct {
    const char *text, *href; /* href "": opens nothing */
    bool num, head;
} panel_cell;
typedef LIST_OF(panel_cell) panel_cells;
typedef struct {
    panel_cells cells;
} panel_row;
/* A unit as a tile, shaded by its number: 0 none … 4 most. */
typedef struct {
    const char *symbol, *name, *shown, *href;
    int64_t shade;
} panel_tile;
typedef struct {
    const char *title;
    LIST_OF(panel_tile) tiles;
} panel_group;
typedef struct {
    const char *id, *title, *text, *empty, *query;
    chart chart;
    bool has_chart, has_rows;
    panel_cells heads;
    LIST_OF(panel_row) rows;
    LIST_OF(panel_group) groups;
} panel;
extern const shape panel_shape;
typedef LIST_OF(panel) panel_list;

/* Whose dashboard: of the public (org 0, not open), of a unit, of the department (org 0, open). */
typedef struct {
    arena *mem;
    db *db;
    org_id org;
    bool open;     /* numbers of dossiers open their records and none is suppressed */
    bool period;   /* years of reports */
    int from, to;
    date today;
} panel_for;

enum { PANELS_OF_DASHBOARD = 14, PANEL_ROWS_MAX = 300, PANEL_CELLS_OF_ROW = 12 };
MUST status panel_dashboard(const panel_for *f, panel_list *out);
#endif
