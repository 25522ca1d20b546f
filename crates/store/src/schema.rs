//! Every table as both databases have it. By hand, since each engine would print its own; a test holds it against both.
//!
//! Types: `Uid` is a UUID, `Instant` UTC microseconds, `Json` any JSON, `Code` a domain code, `Amount` money in minor
//! units (see `types.rs`).

diesel::table! {
    use diesel::sql_types::*;

    revision (topic) {
        topic -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    job (id) {
        id -> Uid,
        kind -> Text,
        payload -> Json,
        run_at -> Instant,
        attempts -> Integer,
        lease_token -> Nullable<Uid>,
        lease_until -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        dedup -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Uid};

    audit (seq) {
        seq -> BigInt,
        at -> Instant,
        account_id -> Nullable<Uid>,
        actor -> Text,
        action -> Text,
        subject -> Text,
        subject_id -> Nullable<Uid>,
        district_id -> Nullable<Uid>,
        salt -> Nullable<Binary>,
        payload -> Nullable<Text>,
        payload_hash -> Binary,
        previous -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    audit_head (id) {
        id -> BigInt,
        seq -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Uid};

    idempotency (principal, route, key) {
        principal -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Binary,
        status -> Integer,
        resource_id -> Nullable<Uid>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Uid};

    import_run (id) {
        id -> Uid,
        kind -> Text,
        source -> Text,
        complete -> Bool,
        row_count -> BigInt,
        created_at -> Instant,
        created_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    city (id) {
        id -> Uid,
        code -> Text,
        name -> Json,
        country -> Text,
        sample -> Bool,
        source -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    district (id) {
        id -> Uid,
        city_id -> Uid,
        code -> Text,
        name -> Json,
        boundary -> Nullable<Json>,
        ordinal -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    person (id) {
        id -> Uid,
        city_id -> Uid,
        district_id -> Uid,
        iin_hmac -> Nullable<Binary>,
        iin_key -> Nullable<Text>,
        family_name -> Text,
        given_name -> Text,
        birth_date -> Date,
        registration -> Code,
        registered_since -> Nullable<Date>,
        proof -> Code,
        code_hash -> Nullable<Text>,
        code_tries -> Integer,
        import_id -> Nullable<Uid>,
        left_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    account (id) {
        id -> Uid,
        email -> Text,
        password_hash -> Nullable<Text>,
        display_name -> Text,
        lang -> Code,
        person_id -> Nullable<Uid>,
        created_at -> Instant,
        disabled_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    session (id) {
        id -> Uid,
        account_id -> Uid,
        token_hash -> Binary,
        channel -> Code,
        created_at -> Instant,
        expires_at -> Instant,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    role_grant (id) {
        id -> Uid,
        account_id -> Uid,
        role -> Code,
        district_id -> Nullable<Uid>,
        granted_by -> Nullable<Uid>,
        granted_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Json, Uid};

    body (id) {
        id -> Uid,
        city_id -> Uid,
        district_id -> Nullable<Uid>,
        kind -> Code,
        name -> Json,
        selection -> Code,
        mandate -> Nullable<Json>,
        mandate_until -> Nullable<Date>,
        theme -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Uid};

    body_member (body_id, account_id) {
        body_id -> Uid,
        account_id -> Uid,
        since -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    notification (id) {
        id -> Uid,
        account_id -> Uid,
        kind -> Text,
        payload -> Json,
        created_at -> Instant,
        read_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Json, Uid};

    programme (id) {
        id -> Uid,
        city_id -> Uid,
        code -> Text,
        name -> Json,
        kind -> Code,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    cycle (id) {
        id -> Uid,
        programme_id -> Uid,
        code -> Text,
        name -> Json,
        fiscal_years -> Json,
        currency -> Code,
        zone -> Text,
        phase -> Code,
        phase_since -> Instant,
        rules_id -> Nullable<Uid>,
        number_prefix -> Text,
        last_number -> BigInt,
        sample -> Bool,
        source -> Nullable<Json>,
        import_id -> Nullable<Uid>,
        version -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    rule_version (id) {
        id -> Uid,
        cycle_id -> Uid,
        number -> Integer,
        hash -> Text,
        document -> Json,
        published_at -> Instant,
        published_by -> Nullable<Uid>,
        reason -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    cycle_window (cycle_id, phase) {
        cycle_id -> Uid,
        phase -> Code,
        starts_local -> Text,
        ends_local -> Text,
        starts_at -> Instant,
        ends_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    cycle_event (id) {
        id -> Uid,
        cycle_id -> Uid,
        event -> Text,
        from_phase -> Code,
        to_phase -> Code,
        at -> Instant,
        account_id -> Nullable<Uid>,
        reason -> Nullable<Json>,
        rules_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    act (id) {
        id -> Uid,
        body_id -> Uid,
        cycle_id -> Uid,
        number -> Text,
        date -> Date,
        title -> Json,
        recorded_by -> Nullable<Uid>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    envelope (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Nullable<Uid>,
        code -> Text,
        name -> Json,
        ordinal -> Integer,
        group_code -> Nullable<Text>,
        theme -> Nullable<Text>,
        places -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Code, Instant, Json, Uid};

    ledger_entry (id) {
        id -> Uid,
        envelope_id -> Uid,
        to_envelope_id -> Nullable<Uid>,
        seq -> BigInt,
        kind -> Code,
        from_account -> Code,
        to_account -> Code,
        fiscal_year -> Integer,
        amount -> Amount,
        act_id -> Nullable<Uid>,
        reverses -> Nullable<Uid>,
        note -> Nullable<Json>,
        at -> Instant,
        made_by -> Nullable<Uid>,
        work_id -> Nullable<Uid>,
        contract_id -> Nullable<Uid>,
        to_seq -> Nullable<BigInt>,
        to_fiscal_year -> Nullable<Integer>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Code, Instant, Json, Uid};

    carry_decision (id) {
        id -> Uid,
        envelope_id -> Uid,
        fiscal_year -> Integer,
        account -> Code,
        work_id -> Nullable<Uid>,
        contract_id -> Nullable<Uid>,
        amount -> Amount,
        act_id -> Uid,
        note -> Nullable<Json>,
        at -> Instant,
        made_by -> Nullable<Uid>,
        withdrawn_at -> Nullable<Instant>,
        withdrawn_by -> Nullable<Uid>,
        withdrawn_why -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    proposal (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Uid,
        number -> Nullable<Text>,
        external_id -> Nullable<Text>,
        category -> Text,
        state -> Code,
        state_since -> Instant,
        revision -> Integer,
        channel -> Code,
        clerk_id -> Nullable<Uid>,
        created_by -> Nullable<Uid>,
        created_at -> Instant,
        submitted_at -> Nullable<Instant>,
        clause -> Nullable<Text>,
        fact -> Nullable<Json>,
        merged_into -> Nullable<Uid>,
        split_from -> Nullable<Uid>,
        carried_from -> Nullable<Uid>,
        support_count -> BigInt,
        comment_count -> BigInt,
        version -> BigInt,
        envelope_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::Uid;

    proposal_author (proposal_id, ordinal) {
        proposal_id -> Uid,
        ordinal -> Integer,
        account_id -> Nullable<Uid>,
        person_id -> Nullable<Uid>,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Uid};

    author_invitation (id) {
        id -> Uid,
        proposal_id -> Uid,
        person_id -> Nullable<Uid>,
        email -> Nullable<Text>,
        invited_by -> Text,
        created_at -> Instant,
        answered_at -> Nullable<Instant>,
        accepted -> Nullable<Bool>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Code, Instant, Json, Uid};

    proposal_revision (id) {
        id -> Uid,
        proposal_id -> Uid,
        number -> Integer,
        lang -> Code,
        title -> Text,
        body -> Text,
        location -> Nullable<Json>,
        estimate -> Json,
        cost -> Amount,
        created_at -> Instant,
        created_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Uid};

    proposal_translation (revision_id, lang) {
        revision_id -> Uid,
        lang -> Code,
        title -> Text,
        body -> Text,
        made_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    proposal_event (id) {
        id -> Uid,
        proposal_id -> Uid,
        event -> Text,
        from_state -> Code,
        to_state -> Code,
        revision -> Integer,
        at -> Instant,
        account_id -> Nullable<Uid>,
        body_id -> Nullable<Uid>,
        clause -> Nullable<Text>,
        text -> Nullable<Json>,
        other_id -> Nullable<Uid>,
        rules_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::Uid;

    proposal_search (proposal_id) {
        proposal_id -> Uid,
        text -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    support (proposal_id, person_id) {
        proposal_id -> Uid,
        person_id -> Uid,
        channel -> Code,
        clerk_id -> Nullable<Uid>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    duty (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Nullable<Uid>,
        stage -> Code,
        kind -> Code,
        body_id -> Nullable<Uid>,
        role -> Code,
        subject -> Text,
        subject_id -> Uid,
        proposal_id -> Nullable<Uid>,
        opened_at -> Instant,
        first_deadline -> Instant,
        deadline -> Instant,
        ended_at -> Nullable<Instant>,
        ending -> Nullable<Code>,
        clause -> Nullable<Text>,
        note -> Nullable<Json>,
        ended_by -> Nullable<Uid>,
        reopened_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    comment (id) {
        id -> Uid,
        proposal_id -> Uid,
        parent_id -> Nullable<Uid>,
        kind -> Code,
        account_id -> Uid,
        person_id -> Nullable<Uid>,
        author_name -> Text,
        body_id -> Nullable<Uid>,
        channel -> Code,
        clerk_id -> Nullable<Uid>,
        lang -> Code,
        text -> Nullable<Text>,
        created_at -> Instant,
        duty_id -> Nullable<Uid>,
        removed_at -> Nullable<Instant>,
        removed_by -> Nullable<Uid>,
        removed_reason -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    review (id) {
        id -> Uid,
        proposal_id -> Uid,
        revision -> Integer,
        kind -> Code,
        body_id -> Nullable<Uid>,
        reviewer_id -> Nullable<Uid>,
        decision -> Code,
        clause -> Nullable<Text>,
        fact -> Nullable<Json>,
        reason -> Json,
        act_id -> Nullable<Uid>,
        rules_id -> Nullable<Uid>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    appeal (id) {
        id -> Uid,
        proposal_id -> Uid,
        filed_by -> Uid,
        filed_at -> Instant,
        channel -> Code,
        clerk_id -> Nullable<Uid>,
        lang -> Code,
        text -> Text,
        decided_at -> Nullable<Instant>,
        decided_by -> Nullable<Uid>,
        body_id -> Nullable<Uid>,
        upheld -> Nullable<Bool>,
        reason -> Nullable<Json>,
        act_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    contest (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Nullable<Uid>,
        code -> Text,
        name -> Json,
        state -> Code,
        opens_at -> Instant,
        closes_at -> Instant,
        ballot_rule -> Json,
        counting_rule -> Json,
        rules_id -> Nullable<Uid>,
        counted_at -> Nullable<Instant>,
        act_id -> Nullable<Uid>,
        decided_at -> Nullable<Instant>,
        source -> Nullable<Json>,
        version -> BigInt,
        rule_code -> Nullable<Text>,
        theme -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::Uid;

    contest_envelope (contest_id, envelope_id) {
        contest_id -> Uid,
        envelope_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Code, Json, Uid};

    ballot_item (id) {
        id -> Uid,
        contest_id -> Uid,
        envelope_id -> Uid,
        proposal_id -> Nullable<Uid>,
        revision -> Nullable<Integer>,
        external_id -> Nullable<Text>,
        number -> Integer,
        name -> Json,
        category -> Nullable<Text>,
        class -> Nullable<Text>,
        cost -> Amount,
        state -> Code,
        outcome -> Nullable<Code>,
        score -> Nullable<BigInt>,
        deviation -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::Uid;

    roll_entry (id) {
        id -> Uid,
        contest_id -> Uid,
        person_id -> Uid,
        component -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Uid};

    roll_mark (contest_id, roll_entry_id) {
        contest_id -> Uid,
        roll_entry_id -> Uid,
        channel -> Code,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    open_ballot (pseudonym) {
        pseudonym -> Binary,
        contest_id -> Uid,
        commitment -> Binary,
        nonce -> Binary,
        choices -> Json,
        component -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    contest_count (id) {
        id -> Uid,
        contest_id -> Uid,
        at -> Instant,
        ballots -> BigInt,
        outcome -> Json,
        hash -> Text,
        counted_by -> Nullable<Uid>,
        seq -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    work (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Nullable<Uid>,
        number -> Integer,
        name -> Json,
        description -> Nullable<Json>,
        body_id -> Uid,
        state -> Code,
        state_since -> Instant,
        fiscal_year -> Integer,
        first_due_on -> Date,
        due_on -> Date,
        acceptance_act_id -> Nullable<Uid>,
        accepted_on -> Nullable<Date>,
        supervisor -> Nullable<Json>,
        maintainer -> Nullable<Json>,
        warranty_until -> Nullable<Date>,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Uid};

    work_item (work_id, ballot_item_id) {
        work_id -> Uid,
        ballot_item_id -> Uid,
        amount -> Amount,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    contract (id) {
        id -> Uid,
        cycle_id -> Uid,
        district_id -> Nullable<Uid>,
        number -> Text,
        subject -> Json,
        body_id -> Uid,
        supplier -> Text,
        supplier_bin -> Nullable<Text>,
        state -> Code,
        state_since -> Instant,
        signed_on -> Date,
        starts_on -> Date,
        first_ends_on -> Date,
        ends_on -> Date,
        warranty_months -> Integer,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Uid};

    contract_work (contract_id, work_id, envelope_id) {
        contract_id -> Uid,
        work_id -> Uid,
        envelope_id -> Uid,
        amount -> Amount,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Code, Instant, Json, Uid};

    contract_event (id) {
        id -> Uid,
        contract_id -> Uid,
        event -> Code,
        from_state -> Code,
        to_state -> Code,
        at -> Instant,
        account_id -> Nullable<Uid>,
        reason -> Nullable<Json>,
        act_id -> Nullable<Uid>,
        amount_before -> Amount,
        amount_after -> Amount,
        ends_before -> Date,
        ends_after -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    work_event (id) {
        id -> Uid,
        work_id -> Uid,
        event -> Code,
        from_state -> Code,
        to_state -> Code,
        at -> Instant,
        account_id -> Nullable<Uid>,
        reason -> Nullable<Json>,
        act_id -> Nullable<Uid>,
        contract_id -> Nullable<Uid>,
        fiscal_year -> Nullable<Integer>,
        detail -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    milestone (id) {
        id -> Uid,
        work_id -> Uid,
        ordinal -> Integer,
        name -> Json,
        body_id -> Uid,
        first_due_on -> Date,
        due_on -> Date,
        done_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    milestone_delay (id) {
        id -> Uid,
        milestone_id -> Uid,
        from_on -> Date,
        to_on -> Date,
        reason -> Json,
        at -> Instant,
        account_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    work_update (id) {
        id -> Uid,
        work_id -> Uid,
        text -> Json,
        percent -> Nullable<Integer>,
        at -> Instant,
        account_id -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Amount, Instant, Json, Uid};

    payment (id) {
        id -> Uid,
        contract_id -> Uid,
        work_id -> Uid,
        envelope_id -> Uid,
        ledger_entry_id -> Uid,
        amount -> Amount,
        paid_on -> Date,
        document -> Text,
        note -> Nullable<Json>,
        at -> Instant,
        made_by -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Uid};

    verdict (id) {
        id -> Uid,
        work_id -> Uid,
        person_id -> Uid,
        account_id -> Nullable<Uid>,
        author_name -> Text,
        kind -> Code,
        lang -> Code,
        text -> Nullable<Text>,
        channel -> Code,
        clerk_id -> Nullable<Uid>,
        created_at -> Instant,
        duty_id -> Nullable<Uid>,
        removed_at -> Nullable<Instant>,
        removed_by -> Nullable<Uid>,
        removed_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    defect (id) {
        id -> Uid,
        work_id -> Uid,
        text -> Json,
        found_on -> Date,
        reported_by -> Nullable<Uid>,
        reported_at -> Instant,
        duty_id -> Nullable<Uid>,
        repaired_on -> Nullable<Date>,
        repair -> Nullable<Json>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    photo (id) {
        id -> Uid,
        work_id -> Uid,
        subject -> Code,
        subject_id -> Uid,
        ordinal -> Integer,
        media_type -> Text,
        width -> Integer,
        height -> Integer,
        alt -> Json,
        sha256 -> Binary,
        bytes -> Nullable<Binary>,
        account_id -> Nullable<Uid>,
        created_at -> Instant,
        removed_at -> Nullable<Instant>,
        removed_reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Code, Instant, Json, Uid};

    report (id) {
        id -> Uid,
        cycle_id -> Uid,
        kind -> Code,
        subject_id -> Uid,
        district_id -> Nullable<Uid>,
        proposal_id -> Nullable<Uid>,
        state -> Code,
        text -> Json,
        figures -> Nullable<Json>,
        hash -> Nullable<Text>,
        created_at -> Instant,
        created_by -> Nullable<Uid>,
        updated_at -> Instant,
        published_at -> Nullable<Instant>,
        published_by -> Nullable<Uid>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    survey (id) {
        id -> Uid,
        cycle_id -> Uid,
        title -> Json,
        questions -> Json,
        opens_at -> Instant,
        closes_at -> Instant,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use crate::types::sql::{Code, Uid};

    survey_mark (survey_id, person_id) {
        survey_id -> Uid,
        person_id -> Uid,
        channel -> Code,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Json, Uid};

    survey_answer (id) {
        id -> Uid,
        survey_id -> Uid,
        district_id -> Nullable<Uid>,
        answers -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::Uid;

    roll_choice (cycle_id, rule_code, person_id) {
        cycle_id -> Uid,
        rule_code -> Text,
        person_id -> Uid,
        contest_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::sql::{Instant, Json, Uid};

    allocation (id) {
        id -> Uid,
        cycle_id -> Uid,
        group_code -> Text,
        fiscal_year -> Integer,
        criteria -> Json,
        inputs -> Json,
        outcome -> Json,
        act_id -> Nullable<Uid>,
        rules_id -> Nullable<Uid>,
        at -> Instant,
        made_by -> Nullable<Uid>,
    }
}

diesel::joinable!(district -> city (city_id));
diesel::joinable!(person -> city (city_id));
diesel::joinable!(person -> district (district_id));
diesel::joinable!(person -> import_run (import_id));
diesel::joinable!(account -> person (person_id));
diesel::joinable!(session -> account (account_id));
diesel::joinable!(role_grant -> district (district_id));
diesel::joinable!(body -> city (city_id));
diesel::joinable!(body -> district (district_id));
diesel::joinable!(body_member -> body (body_id));
diesel::joinable!(body_member -> account (account_id));
diesel::joinable!(notification -> account (account_id));
diesel::joinable!(programme -> city (city_id));
diesel::joinable!(cycle -> programme (programme_id));
diesel::joinable!(cycle -> import_run (import_id));
diesel::joinable!(rule_version -> cycle (cycle_id));
diesel::joinable!(rule_version -> account (published_by));
diesel::joinable!(cycle_window -> cycle (cycle_id));
diesel::joinable!(cycle_event -> cycle (cycle_id));
diesel::joinable!(cycle_event -> account (account_id));
diesel::joinable!(cycle_event -> rule_version (rules_id));
diesel::joinable!(act -> body (body_id));
diesel::joinable!(act -> cycle (cycle_id));
diesel::joinable!(act -> account (recorded_by));
diesel::joinable!(envelope -> cycle (cycle_id));
diesel::joinable!(envelope -> district (district_id));
diesel::joinable!(ledger_entry -> envelope (envelope_id));
diesel::joinable!(ledger_entry -> act (act_id));
diesel::joinable!(ledger_entry -> account (made_by));
diesel::joinable!(carry_decision -> envelope (envelope_id));
diesel::joinable!(proposal -> cycle (cycle_id));
diesel::joinable!(proposal -> district (district_id));
diesel::joinable!(proposal_author -> proposal (proposal_id));
diesel::joinable!(proposal_author -> account (account_id));
diesel::joinable!(proposal_author -> person (person_id));
diesel::joinable!(author_invitation -> proposal (proposal_id));
diesel::joinable!(author_invitation -> person (person_id));
diesel::joinable!(proposal_revision -> proposal (proposal_id));
diesel::joinable!(proposal_revision -> account (created_by));
diesel::joinable!(proposal_translation -> proposal_revision (revision_id));
diesel::joinable!(proposal_translation -> account (made_by));
diesel::joinable!(proposal_event -> account (account_id));
diesel::joinable!(proposal_event -> body (body_id));
diesel::joinable!(proposal_event -> rule_version (rules_id));
diesel::joinable!(support -> proposal (proposal_id));
diesel::joinable!(support -> person (person_id));
diesel::joinable!(proposal_search -> proposal (proposal_id));
diesel::joinable!(duty -> cycle (cycle_id));
diesel::joinable!(duty -> district (district_id));
diesel::joinable!(duty -> body (body_id));
diesel::joinable!(duty -> proposal (proposal_id));
diesel::joinable!(duty -> account (ended_by));
diesel::joinable!(comment -> proposal (proposal_id));
diesel::joinable!(comment -> body (body_id));
diesel::joinable!(comment -> duty (duty_id));
diesel::joinable!(review -> proposal (proposal_id));
diesel::joinable!(review -> body (body_id));
diesel::joinable!(review -> account (reviewer_id));
diesel::joinable!(review -> act (act_id));
diesel::joinable!(review -> rule_version (rules_id));
diesel::joinable!(appeal -> proposal (proposal_id));
diesel::joinable!(appeal -> body (body_id));
diesel::joinable!(appeal -> act (act_id));
diesel::joinable!(contest -> cycle (cycle_id));
diesel::joinable!(contest -> district (district_id));
diesel::joinable!(contest -> rule_version (rules_id));
diesel::joinable!(contest -> act (act_id));
diesel::joinable!(contest_envelope -> contest (contest_id));
diesel::joinable!(contest_envelope -> envelope (envelope_id));
diesel::joinable!(ballot_item -> contest (contest_id));
diesel::joinable!(ballot_item -> envelope (envelope_id));
diesel::joinable!(ballot_item -> proposal (proposal_id));
diesel::joinable!(roll_entry -> contest (contest_id));
diesel::joinable!(roll_entry -> person (person_id));
diesel::joinable!(roll_mark -> contest (contest_id));
diesel::joinable!(roll_mark -> roll_entry (roll_entry_id));
diesel::joinable!(open_ballot -> contest (contest_id));
diesel::joinable!(contest_count -> contest (contest_id));
diesel::joinable!(contest_count -> account (counted_by));
diesel::joinable!(work -> cycle (cycle_id));
diesel::joinable!(work -> district (district_id));
diesel::joinable!(work -> body (body_id));
diesel::joinable!(work -> act (acceptance_act_id));
diesel::joinable!(work_item -> work (work_id));
diesel::joinable!(work_item -> ballot_item (ballot_item_id));
diesel::joinable!(contract -> cycle (cycle_id));
diesel::joinable!(contract -> district (district_id));
diesel::joinable!(contract -> body (body_id));
diesel::joinable!(contract_work -> contract (contract_id));
diesel::joinable!(contract_work -> work (work_id));
diesel::joinable!(contract_work -> envelope (envelope_id));
diesel::joinable!(contract_event -> contract (contract_id));
diesel::joinable!(contract_event -> account (account_id));
diesel::joinable!(contract_event -> act (act_id));
diesel::joinable!(work_event -> work (work_id));
diesel::joinable!(work_event -> account (account_id));
diesel::joinable!(work_event -> act (act_id));
diesel::joinable!(work_event -> contract (contract_id));
diesel::joinable!(milestone -> work (work_id));
diesel::joinable!(milestone -> body (body_id));
diesel::joinable!(milestone_delay -> milestone (milestone_id));
diesel::joinable!(milestone_delay -> account (account_id));
diesel::joinable!(work_update -> work (work_id));
diesel::joinable!(work_update -> account (account_id));
diesel::joinable!(payment -> contract (contract_id));
diesel::joinable!(payment -> work (work_id));
diesel::joinable!(payment -> envelope (envelope_id));
diesel::joinable!(payment -> ledger_entry (ledger_entry_id));
diesel::joinable!(payment -> account (made_by));
diesel::joinable!(verdict -> work (work_id));
diesel::joinable!(verdict -> person (person_id));
diesel::joinable!(verdict -> duty (duty_id));
diesel::joinable!(defect -> work (work_id));
diesel::joinable!(defect -> account (reported_by));
diesel::joinable!(defect -> duty (duty_id));
diesel::joinable!(photo -> work (work_id));
diesel::joinable!(photo -> account (account_id));
diesel::joinable!(ledger_entry -> work (work_id));
diesel::joinable!(ledger_entry -> contract (contract_id));
diesel::joinable!(report -> cycle (cycle_id));
diesel::joinable!(report -> district (district_id));
diesel::joinable!(report -> proposal (proposal_id));
diesel::joinable!(survey -> cycle (cycle_id));
diesel::joinable!(survey_mark -> survey (survey_id));
diesel::joinable!(survey_mark -> person (person_id));
diesel::joinable!(survey_answer -> survey (survey_id));
diesel::joinable!(survey_answer -> district (district_id));
diesel::joinable!(proposal -> envelope (envelope_id));
diesel::joinable!(roll_choice -> cycle (cycle_id));
diesel::joinable!(roll_choice -> person (person_id));
diesel::joinable!(roll_choice -> contest (contest_id));
diesel::joinable!(allocation -> cycle (cycle_id));
diesel::joinable!(allocation -> act (act_id));
diesel::joinable!(allocation -> rule_version (rules_id));
diesel::joinable!(allocation -> account (made_by));

diesel::allow_tables_to_appear_in_same_query!(
    revision,
    job,
    audit,
    audit_head,
    idempotency,
    import_run,
    city,
    district,
    person,
    account,
    session,
    role_grant,
    body,
    body_member,
    notification,
    programme,
    cycle,
    rule_version,
    cycle_window,
    cycle_event,
    act,
    envelope,
    ledger_entry,
    carry_decision,
    proposal,
    proposal_author,
    author_invitation,
    proposal_revision,
    proposal_translation,
    proposal_event,
    proposal_search,
    support,
    duty,
    comment,
    review,
    appeal,
    contest,
    contest_envelope,
    ballot_item,
    roll_entry,
    roll_mark,
    open_ballot,
    contest_count,
    work,
    work_item,
    contract,
    contract_work,
    contract_event,
    work_event,
    milestone,
    milestone_delay,
    work_update,
    payment,
    verdict,
    defect,
    photo,
    report,
    survey,
    survey_mark,
    survey_answer,
    roll_choice,
    allocation,
);
