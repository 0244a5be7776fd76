/* id.h: identities. Each is its own type, so that a dossier cannot be passed for a user. 0 = none. */
#ifndef BASE_ID_H
#define BASE_ID_H
#include <stdint.h>

#define ID_TYPE(name)                                                                                                  \
    typedef struct {                                                                                                   \
        int64_t v;                                                                                                     \
    } name
ID_TYPE(user_id);
ID_TYPE(org_id);
ID_TYPE(role_id);
ID_TYPE(dossier_id);
ID_TYPE(author_id);
ID_TYPE(file_id);
ID_TYPE(process_id);
ID_TYPE(entry_id);
ID_TYPE(round_id);
ID_TYPE(paper_id);
ID_TYPE(form_id);
ID_TYPE(council_id);
ID_TYPE(council_session_id);
ID_TYPE(decision_id);
ID_TYPE(certificate_id);
ID_TYPE(recognition_id);
ID_TYPE(article_id);
ID_TYPE(section_id);
ID_TYPE(event_id);
ID_TYPE(job_id);
ID_TYPE(session_id);
ID_TYPE(notice_id);
ID_TYPE(course_id);
ID_TYPE(course_session_id);
ID_TYPE(registration_id);
ID_TYPE(question_id);
ID_TYPE(answer_id);
ID_TYPE(statement_id);
ID_TYPE(transfer_id);
ID_TYPE(due_id);
ID_TYPE(payment_id);
ID_TYPE(complaint_id);
ID_TYPE(use_id);
ID_TYPE(criteria_id);
ID_TYPE(criterion_id);
ID_TYPE(look_id);

#endif
