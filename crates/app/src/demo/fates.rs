//! What happens to the works of the past cycles, as data: when, in thousandths of the first fiscal year (from 1000 on: of the
//! second; [`LATELY`]: two days before today), and what.

/// Two days ago, whatever day of the year it is: what is still to be answered in time.
pub(super) const LATELY: u16 = u16::MAX;

/// A step in a work's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The work is planned and its money reserved.
    Plan,
    Milestones,
    /// The last milestone is put off, with a reason.
    Delay,
    Design,
    Expertise,
    Tender,
    FailTender,
    /// At so many percent of what was decided.
    Award(i64),
    /// The contract at the price of the award is signed.
    Sign,
    /// It runs from here on.
    Run,
    Start,
    /// News with a photo: so many percent are built.
    Tell(u8),
    /// A part is handed over.
    Deliver(u8),
    /// So many percent of the contract are paid; 0: what is left.
    Pay(i64),
    /// Contract and work are finished.
    Finish,
    Accept,
    Settle,
    /// What was saved goes back to the budget.
    Surrender,
    /// So many residents confirm it.
    Confirm(usize),
    /// A resident disputes it, with a photo.
    Dispute,
    /// The office answers the dispute.
    Answer,
    Defer,
    Reduce,
    /// Contract and work end early.
    Terminate,
    Cancel,
    /// The maslikhat carries what is under contract and not paid to the next year.
    Carry,
    /// A defect is found within the warranty.
    Claim,
    /// It is repaired, and the work accepted again.
    Repair,
    /// A resident asks about it, the office answers, the resident asks again.
    Ask,
    Reply,
    Reopen,
}

/// A fate: when the work is due, and its steps.
pub(super) type Fate = (u16, &'static [(u16, Step)]);

use Step as S;

const ON_TIME: Fate = (
    900,
    &[
        (0, S::Plan),
        (10, S::Milestones),
        (40, S::Design),
        (110, S::Expertise),
        (130, S::Tender),
        (210, S::Award(97)),
        (240, S::Sign),
        (240, S::Run),
        (260, S::Start),
        (420, S::Tell(45)),
        (430, S::Pay(40)),
        (640, S::Tell(100)),
        (660, S::Pay(0)),
        (670, S::Finish),
        (720, S::Accept),
        (730, S::Settle),
        (760, S::Confirm(3)),
    ],
);
const BELOW_ESTIMATE: Fate = (
    900,
    &[
        (5, S::Plan),
        (60, S::Design),
        (150, S::Tender),
        (230, S::Award(81)),
        (250, S::Sign),
        (250, S::Run),
        (270, S::Start),
        (500, S::Tell(70)),
        (510, S::Deliver(70)),
        (520, S::Pay(60)),
        (690, S::Pay(0)),
        (700, S::Finish),
        (740, S::Accept),
        (780, S::Surrender),
        (800, S::Confirm(1)),
        (820, S::Settle),
    ],
);
const TENDERED_AGAIN: Fate = (
    950,
    &[
        (10, S::Plan),
        (50, S::Design),
        (170, S::Tender),
        (270, S::FailTender),
        (360, S::Tender),
        (450, S::Award(100)),
        (480, S::Sign),
        (480, S::Run),
        (500, S::Start),
        (620, S::Ask),
        (640, S::Reply),
        (650, S::Reopen),
        (800, S::Tell(55)),
        (810, S::Pay(50)),
    ],
);
const LATE: Fate = (
    600,
    &[
        (15, S::Plan),
        (20, S::Milestones),
        (80, S::Design),
        (200, S::Tender),
        (280, S::Award(95)),
        (310, S::Sign),
        (310, S::Run),
        (330, S::Start),
        (480, S::Tell(30)),
        (500, S::Pay(30)),
        (560, S::Delay),
        (850, S::Tell(60)),
    ],
);
const FAILED_TENDER: Fate = (950, &[(20, S::Plan), (140, S::Design), (420, S::Tender), (600, S::FailTender)]);
const TO_BE_REDUCED: Fate = (960, &[(30, S::Plan), (180, S::Design), (620, S::Reduce)]);
const UNDER_CONTRACT: Fate =
    (970, &[(20, S::Plan), (150, S::Design), (400, S::Tender), (600, S::Award(97)), (760, S::Sign), (790, S::Run)]);
const JUST_SIGNED: Fate =
    (990, &[(20, S::Plan), (190, S::Design), (500, S::Tender), (700, S::Award(98)), (840, S::Sign)]);
const DISPUTED: Fate = (
    800,
    &[
        (0, S::Plan),
        (30, S::Design),
        (120, S::Tender),
        (200, S::Award(99)),
        (220, S::Sign),
        (220, S::Run),
        (240, S::Start),
        (400, S::Tell(60)),
        (410, S::Pay(60)),
        (560, S::Pay(0)),
        (570, S::Finish),
        (620, S::Accept),
        (680, S::Dispute),
        (720, S::Answer),
        (LATELY, S::Dispute),
    ],
);
const OUT_TO_TENDER: Fate = (950, &[(30, S::Plan), (300, S::Design), (700, S::Tender)]);
const IN_DESIGN: Fate = (950, &[(40, S::Plan), (500, S::Design), (800, S::Expertise)]);
const PLANNED: Fate = (980, &[(400, S::Plan)]);
const DEFERRED: Fate = (900, &[(30, S::Plan), (200, S::Design), (600, S::Defer)]);
const REDUCED: Fate = (
    920,
    &[
        (30, S::Plan),
        (90, S::Design),
        (260, S::Reduce),
        (380, S::Tender),
        (470, S::Award(78)),
        (500, S::Sign),
        (500, S::Run),
        (520, S::Start),
        (760, S::Tell(40)),
    ],
);
const TERMINATED: Fate = (
    850,
    &[
        (30, S::Plan),
        (70, S::Design),
        (160, S::Tender),
        (240, S::Award(90)),
        (260, S::Sign),
        (260, S::Run),
        (280, S::Start),
        (400, S::Pay(20)),
        (700, S::Terminate),
    ],
);
const CANCELLED: Fate = (850, &[(30, S::Plan), (120, S::Design), (350, S::Cancel)]);
const AWARDED: Fate = (950, &[(30, S::Plan), (200, S::Design), (500, S::Tender), (820, S::Award(96))]);
const COMPLETED: Fate = (
    940,
    &[
        (30, S::Plan),
        (60, S::Design),
        (150, S::Tender),
        (240, S::Award(98)),
        (270, S::Sign),
        (270, S::Run),
        (300, S::Start),
        (700, S::Tell(100)),
        (710, S::Pay(80)),
        (880, S::Finish),
    ],
);

/// Fates of the cycle whose works are being built: the first three and the fifth in each district, the others by district.
pub(super) const BEING_BUILT: [Fate; 3] = [ON_TIME, BELOW_ESTIMATE, TENDERED_AGAIN];
/// The fourth work of each district.
pub(super) const FOURTH: [Fate; 8] =
    [LATE, LATE, FAILED_TENDER, UNDER_CONTRACT, LATE, JUST_SIGNED, TO_BE_REDUCED, LATE];
/// The fifth.
pub(super) const FIFTH: Fate = DISPUTED;
/// The sixth work of each district.
pub(super) const SIXTH: [Fate; 8] =
    [OUT_TO_TENDER, IN_DESIGN, PLANNED, DEFERRED, REDUCED, TERMINATED, CANCELLED, AWARDED];
/// What the one work is that a seventh project would be: in the last district the fifth was finished, not yet accepted.
pub(super) const INSTEAD: Fate = COMPLETED;

const UNDER_WARRANTY: Fate = (
    880,
    &[
        (0, S::Plan),
        (50, S::Design),
        (140, S::Tender),
        (230, S::Award(98)),
        (250, S::Sign),
        (250, S::Run),
        (270, S::Start),
        (550, S::Pay(60)),
        (640, S::Tell(100)),
        (660, S::Pay(0)),
        (670, S::Finish),
        (700, S::Accept),
        (760, S::Confirm(2)),
        (770, S::Settle),
    ],
);
const DELIVERED_LATE: Fate = (
    600,
    &[
        (10, S::Plan),
        (80, S::Design),
        (200, S::Tender),
        (300, S::Award(96)),
        (330, S::Sign),
        (330, S::Run),
        (350, S::Start),
        (640, S::Pay(50)),
        (850, S::Pay(0)),
        (860, S::Finish),
        (900, S::Accept),
        (940, S::Confirm(1)),
    ],
);
const CARRIED: Fate = (
    900,
    &[
        (10, S::Plan),
        (100, S::Design),
        (260, S::Tender),
        (360, S::Award(97)),
        (390, S::Sign),
        (390, S::Run),
        (420, S::Start),
        (700, S::Pay(40)),
        (960, S::Carry),
        (1100, S::Tell(100)),
        (1150, S::Pay(0)),
        (1160, S::Finish),
        (1200, S::Accept),
        (1230, S::Confirm(1)),
    ],
);
const LAPSED: Fate = (
    900,
    &[
        (10, S::Plan),
        (120, S::Design),
        (300, S::Tender),
        (400, S::Award(95)),
        (430, S::Sign),
        (430, S::Run),
        (460, S::Start),
        (800, S::Pay(30)),
        (1050, S::Terminate),
    ],
);
const DEFECT: Fate = (
    880,
    &[
        (0, S::Plan),
        (50, S::Design),
        (140, S::Tender),
        (230, S::Award(98)),
        (250, S::Sign),
        (250, S::Run),
        (270, S::Start),
        (660, S::Pay(0)),
        (670, S::Finish),
        (700, S::Accept),
        (780, S::Confirm(1)),
        (1860, S::Claim),
    ],
);
const REPAIRED: Fate = (
    880,
    &[
        (0, S::Plan),
        (50, S::Design),
        (140, S::Tender),
        (230, S::Award(98)),
        (250, S::Sign),
        (250, S::Run),
        (270, S::Start),
        (660, S::Pay(0)),
        (670, S::Finish),
        (700, S::Accept),
        (1500, S::Claim),
        (1700, S::Repair),
    ],
);

/// Fates of the closed cycle: the first two in each district, the third by district.
pub(super) const CLOSED: [Fate; 2] = [UNDER_WARRANTY, DELIVERED_LATE];
/// The third work of each district.
pub(super) const THIRD: [Fate; 8] =
    [UNDER_WARRANTY, CARRIED, DEFECT, CARRIED, LAPSED, REPAIRED, UNDER_WARRANTY, CARRIED];
