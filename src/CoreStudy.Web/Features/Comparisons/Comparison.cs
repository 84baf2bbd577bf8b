using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Agreements;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;

namespace CoreStudy.Web.Features.Comparisons;

/// <summary>Whose turns are compared, where not all are.</summary>
public enum TurnsOf
{
    Everybody,
    Interviewers,

    /// <summary>Who is interviewed: speakers who are no interviewers.</summary>
    Participants,

    /// <summary>Participants of one role, such as peer support workers.</summary>
    Role,

    /// <summary>Speakers of one label.</summary>
    Speaker,
}

/// <summary>Which turns: of whom, and of which role or label where one is asked for.</summary>
public readonly record struct TurnFilter(TurnsOf Of, string Name = "")
{
    public bool IsAll => Of == TurnsOf.Everybody;

    /// <summary>As an address has it, such as <c>Speaker:Therapist</c>.</summary>
    public override string ToString() => Name is { Length: > 0 } ? $"{Of}:{Name}" : Of.ToString();

    public static TurnFilter Parse(string? text) =>
        text?.Split(':', 2) is [var of, .. var rest] && Enum.TryParse<TurnsOf>(of, out var known) && Enum.IsDefined(known) ? new TurnFilter(known, rest is [var name] ? name : "") : default;
}

/// <summary>What is to be compared, and how.</summary>
/// <param name="Round">A round that is open: what its coders had handed in. Null for codings as they are now.</param>
/// <param name="Transcripts">For codings as they are now: on which transcripts; empty for all. In a round: those of it that are wanted; empty for all.</param>
/// <param name="Coders">Whose; empty for everybody.</param>
/// <param name="CountsAllAsRead">For codings as they are now: whether whoever has coded something of a transcript counts as having read all of it. Otherwise only those do who said that they were done.</param>
public sealed record ComparisonAsk(
    RoundId? Round, IReadOnlyList<TranscriptId> Transcripts, IReadOnlyList<MemberId> Coders, ComparisonUnit Unit, UnitRule Rule = UnitRule.AnyCharacter, double Overlap = ComparisonRules.UsualOverlap,
    TurnFilter Turns = default, bool CountsAllAsRead = false)
{
    public static ComparisonAsk Of(RoundId round, ComparisonUnit unit) => new(round, [], [], unit);
}

public sealed record ComparedCoder(MemberId Id, string Name);

/// <param name="Above">The names of the codes above it, from the top; empty at the top.</param>
public sealed record ComparedCode(CodeId Id, string Name, string Above, string Colour);

/// <summary>A code with those below it, taken together.</summary>
/// <param name="Id">By which its figures are asked for.</param>
/// <param name="Above">The names of the codes above it, from the top; empty at the top.</param>
/// <param name="Codes">Those of them that somebody used.</param>
public sealed record ComparedTheme(CodeId Id, string Name, string Above, IReadOnlyList<CodeId> Codes);

/// <param name="Roles">Of the participants who take part.</param>
/// <param name="HandedIn">Who has read all of it; silence of the others says nothing.</param>
/// <param name="Settled">Whether differences on it are settled.</param>
public sealed record ComparedPlace(TranscriptId Id, string Title, string Trust, IReadOnlyList<string> Roles, IReadOnlyList<MemberId> HandedIn, bool Settled, int Length);

/// <summary>A transcript that is not compared, and why.</summary>
public sealed record NotCompared(string Title, string Why);

/// <summary>What is known of whether coders saw one another's work.</summary>
public enum Independence
{
    /// <summary>Nothing: it was brought in, or coded while all was open.</summary>
    NotKnown,

    /// <summary>They did not, from the round's beginning; some of it had been coded before.</summary>
    InPart,

    /// <summary>They did not, until the round was open.</summary>
    Blind,
}

/// <summary>What several coders did, read once; every figure is asked of it without reading again.</summary>
public sealed class Comparison
{
    /// <summary>Stands in the place of a coder for what was settled.</summary>
    public static readonly MemberId Settled = new(new Guid("00000000-0000-0000-0000-000000000001"));

    private readonly Dictionary<(CodeId, Between), ExclusiveJudgements> _choices = [];

    internal Comparison(
        ComparisonAsk ask, string title, StudyApproach approach, IReadOnlyList<ComparedCoder> coders, IReadOnlyList<ComparedCode> codes, IReadOnlyList<ComparedTheme> themes, int unusedCodes,
        IReadOnlyList<ComparedPlace> places, IReadOnlyList<NotCompared> left, int studyTranscripts, IReadOnlyDictionary<TranscriptId, PlaceReading> readings, AgreementTables tables)
    {
        (Ask, Title, Approach, Coders, Codes, Themes, UnusedCodes) = (ask, title, approach, coders, codes, themes, unusedCodes);
        (Places, Left, StudyTranscripts, Readings, Tables) = (places, left, studyTranscripts, readings, tables);
        All = tables.Over();
    }

    public ComparisonAsk Ask { get; }

    /// <summary>The round's name, or that it is the codings of now.</summary>
    public string Title { get; }

    public StudyApproach Approach { get; }

    public Independence Independence { get; internal init; }

    public IReadOnlyList<ComparedCoder> Coders { get; }

    /// <summary>Codes that somebody used, in the order of the framework.</summary>
    public IReadOnlyList<ComparedCode> Codes { get; }

    public IReadOnlyList<ComparedTheme> Themes { get; }

    /// <summary>How many codes of the framework nobody used here.</summary>
    public int UnusedCodes { get; }

    /// <summary>The transcripts compared: handed in by two coders at least.</summary>
    public IReadOnlyList<ComparedPlace> Places { get; }

    public IReadOnlyList<NotCompared> Left { get; }

    /// <summary>How many transcripts the study has that are open for coding.</summary>
    public int StudyTranscripts { get; }

    public AgreementTables Tables { get; }

    /// <summary>Over all that is compared.</summary>
    public AgreementFigures All { get; }

    public bool HasSettled => Places.Any(p => p.Settled);

    internal IReadOnlyDictionary<TranscriptId, PlaceReading> Readings { get; }

    /// <summary>Each two coders, in order.</summary>
    public IEnumerable<(ComparedCoder First, ComparedCoder Second)> Pairs =>
        from second in Coders.Index() from first in Coders.Index() where first.Index < second.Index orderby first.Index, second.Index select (first.Item, second.Item);

    public string NameOf(MemberId coder) => coder == Settled ? "Settled" : Coders.FirstOrDefault(c => c.Id == coder)?.Name ?? "";

    /// <summary>The code or theme of this id; the empty string for none.</summary>
    public string NameOf(CodeId code) => Codes.FirstOrDefault(c => c.Id == code)?.Name ?? Themes.FirstOrDefault(t => t.Id == code)?.Name ?? "";

    /// <summary>The codes behind a row: one, or those of a theme.</summary>
    public IReadOnlyList<CodeId> CodesOf(CodeId row) => Themes.FirstOrDefault(t => t.Id == row)?.Codes ?? [row];

    /// <summary>A theme as one choice among its codes: which of them, or none of them, each coder put on each unit. For codes that exclude each other.</summary>
    public Measured MeasureChoice(ComparedTheme theme, Between who, Coefficient coefficient)
    {
        if (!_choices.TryGetValue((theme.Id, who), out var judged))
            _choices[(theme.Id, who)] = judged = ExclusiveCodes.Judge(Tables.Material, Tables.Rules, theme.Codes, who.IsAll ? [.. Coders.Select(c => c.Id)] : [who.First, who.Second]);
        return judged.Measure(coefficient);
    }
}

/// <summary>One transcript as it was read for a comparison: its units, who read it, and what was coded; places in its whole text.</summary>
/// <param name="units">Where each unit lies; for characters the stretches that are compared.</param>
internal sealed class PlaceReading(ComparisonUnit unit, IReadOnlyList<Segment> units, IReadOnlyList<MemberId> handedIn, IReadOnlyList<LayerCoding> codings, IReadOnlyList<Turn> turns)
{
    public ComparisonUnit Unit => unit;

    public IReadOnlyList<Segment> Units => units;

    public IReadOnlyList<MemberId> HandedIn => handedIn;

    public IReadOnlyList<LayerCoding> Codings => codings;

    /// <summary>All turns of the transcript.</summary>
    public IReadOnlyList<Turn> Turns => turns;

    /// <summary>For a transcript as a whole there is one unit.</summary>
    public int UnitCount => unit == ComparisonUnit.Transcript ? 1 : units.Count;

    /// <summary>What a coder put one of these codes on: sorted, apart, united where they overlap or touch.</summary>
    public List<Segment> SegmentsOf(MemberId coder, IReadOnlyCollection<CodeId> codes)
    {
        var united = new List<Segment>();
        foreach (var segment in codings.Where(c => c.MemberId == coder && codes.Contains(c.CodeId)).Select(c => c.Segment).OrderBy(s => s.Start))
        {
            if (united.Count > 0 && segment.Start <= united[^1].End) united[^1] = new Segment(united[^1].Start, Math.Max(united[^1].End, segment.End));
            else united.Add(segment);
        }

        return united;
    }

    /// <summary>The numbers of the units that a coder put one of these codes on, ascending.</summary>
    public List<int> UnitsOf(MemberId coder, IReadOnlyCollection<CodeId> codes, UnitRule rule)
    {
        var segments = SegmentsOf(coder, codes);
        if (unit == ComparisonUnit.Transcript) return segments.Exists(s => units.Any(u => u.Overlaps(s))) ? [0] : [];
        var found = new List<int>();
        var from = 0;
        for (var i = 0; i < units.Count; i++)
        {
            while (from < segments.Count && segments[from].End <= units[i].Start) from++;
            var covered = 0;
            for (var s = from; s < segments.Count && segments[s].Start < units[i].End; s++) covered += Math.Min(segments[s].End, units[i].End) - Math.Max(segments[s].Start, units[i].Start);
            if (covered > 0 && (rule == UnitRule.AnyCharacter || 2 * covered >= units[i].Length)) found.Add(i);
        }

        return found;
    }
}
