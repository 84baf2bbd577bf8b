using System.Globalization;
using CoreStudy.Interchange.RefiQda;

namespace CoreStudy.Interchange.Tests.RefiQda;

/// <summary>A project of everything that the model holds, different for each seed.</summary>
internal sealed class MadeUpProject(int seed)
{
    private static readonly string[] Letters = ["a", "I was ", "é", "e\u0301", "語", "😀", "👩\u200D🌾", "𝒢", " ", "\n", "\n\n", "\t", "&<>\"'", "\u0085", "\u2028", "\u00A0", "\uFEFF"];
    private static readonly string[] OnlyInFiles = ["\u0000", "\u0001", "\uFFFE"];

    private readonly Random _random = new(seed);
    private readonly List<RefiId> _codes = [];
    private int _ids;

    public RefiProject Make()
    {
        var (users, codes) = (Some(3, () => new RefiUser(Id(), Maybe(Name), Maybe(Name))), Some(4, () => Code(1)));
        var (variables, notes) = (Some(3, () => new RefiVariable(Id(), Name(), Any<RefiValueKind>(), Maybe(Memo))), Some(3, () => Text(users, [], mayLack: false)));
        var sources = Some(5, () => Source(users, variables, notes));
        RefiId? AnyOf<T>(IReadOnlyList<T> things, Func<T, RefiId> id) => things.Count == 0 ? null : id(things[_random.Next(things.Count)]);
        var project = new RefiProject
        {
            Name = Name(),
            Origin = Maybe(Name),
            Stamp = Stamp(users),
            BasePath = Maybe(Name),
            Description = Maybe(Memo),
            Users = users,
            Codes = codes,
            Variables = variables,
            Cases = Some(3, () => new RefiCase
            {
                Id = Id(), Name = Maybe(Name), Description = Maybe(Memo), Codes = Some(2, Code), Values = Values(variables), Sources = Some(2, () => AnyOf(sources, s => s.Id) ?? Id()), Selections = Some(2, Id),
            }),
            Sources = sources,
            Notes = notes,
            Links = Some(2, () => new RefiLink(Id(), Maybe(Name), MaybeAny<RefiDirection>(), Colour(), MaybeOne(Id), MaybeOne(Id), Some(2, Id))),
            Sets = Some(3, () => new RefiSet { Id = Id(), Name = Name(), Description = Maybe(Memo), Codes = Some(3, Code), Sources = Some(2, Id), Notes = Some(2, Id) }),
            Graphs = Some(1, Graph),
            NoteRefs = Some(2, Id),
            Asides = Enumerable.Range(0, _random.Next(3)).ToDictionary(_ => Id(), _ => (IReadOnlyDictionary<string, string>)new Dictionary<string, string> { ["b"] = Memo(), ["a"] = Name() }),
        };
        return project.AllSelections().Any(s => s.Selection.Place is RefiUnplaced) ? project with { UnplacedReading = PositionReading.All[_random.Next(4)] } : project;
    }

    private RefiCode Code(int depth)
    {
        var id = Id();
        _codes.Add(id);
        return new RefiCode
        {
            Id = id, Name = "c" + Name(), IsCodable = _random.Next(3) > 0, Colour = Colour(), Description = Maybe(Memo), NoteRefs = Some(1, Id), Codes = depth < 10 && _random.Next(2) > 0 ? Some(2, () => Code(depth + 1)) : [],
        };
    }

    private RefiSource Source(List<RefiUser> users, List<RefiVariable> variables, List<RefiTextSource> notes)
    {
        var (id, kind) = (Id(), _random.Next(7));
        var file = _random.Next(2) == 0 ? new RefiFile("relative:///a b/c.mp4", null) : new RefiFile($"internal://{id}.mp4", $"sources/{id}.mp4");
        RefiSource source = kind switch
        {
            0 => new RefiPictureSource { Id = id, File = file, CurrentPath = Maybe(Name), TextDescription = MaybeOf(() => Text(users, variables)), Selections = Selections(users, () => new RefiPicturePlace(Point(), Point())) },
            1 => new RefiPdfSource { Id = id, File = file, Representation = MaybeOf(() => Text(users, variables)), Selections = Printed(users) },
            2 or 3 => new RefiRecording(kind == 2) { Id = id, File = file, Transcripts = Some(2, () => Transcript(users)), Selections = Selections(users, () => new RefiTimePlace(_random.Next(9000), _random.Next(9000))) },
            _ => Text(users, variables),
        };
        return source with { Description = Maybe(Memo), NoteRefs = Some(2, () => notes.Count > 0 ? notes[0].Id : Id()), Codings = Codings(users), Values = Values(variables) };
    }

    private RefiTextSource Text(List<RefiUser> users, List<RefiVariable> variables, bool mayLack = true)
    {
        var text = Words(mayLack);
        return new RefiTextSource
        {
            Id = Id(), Name = Maybe(Name), Description = Maybe(Memo), Stamp = Stamp(users), Text = text, Codings = Codings(users), NoteRefs = Some(1, Id), Values = Values(variables), Selections = Selections(users, () => Place(text)),
        };
    }

    private RefiTranscript Transcript(List<RefiUser> users)
    {
        var text = Words(mayLack: true);
        var points = Some(4, () => new RefiSyncPoint(Id(), MaybeOne(() => (long)_random.Next(100)), MaybeOne(() => (long)Whole(text.Words ?? "abc"))));
        return new RefiTranscript
        {
            Id = Id(), Name = Maybe(Name), Description = Maybe(Memo), Text = text, Stamp = Stamp(users), SyncPoints = points, NoteRefs = Some(1, Id),
            Selections = Selections(users, () => new RefiTranscriptPlace(points.Count > 0 ? points[0].Id : null, MaybeOne(Id))),
        };
    }

    private RefiText Words(bool mayLack)
    {
        if (mayLack && _random.Next(6) == 0) return new RefiText { MissingPath = _random.Next(2) == 0 ? "internal://gone.txt" : null };
        return _random.Next(3) == 0
            ? new RefiText { Words = Pieces(Letters, 12), IsInline = true }
            : new RefiText { Words = Pieces([.. Letters, .. OnlyInFiles], 40) };
    }

    /// <summary>Any place, even between the two halves of a character; or numbers that mean none.</summary>
    private RefiPlace Place(RefiText text)
    {
        if (text.Words is null) return new RefiUnplaced(_random.Next(50), _random.Next(50));
        if (_random.Next(8) == 0) return new RefiUnplaced(_random.Next(text.Words.Length + 1), text.Words.Length + 1 + _random.Next(9));
        var (one, other) = (_random.Next(text.Words.Length + 1), _random.Next(text.Words.Length + 1));
        return new RefiTextPlace(Math.Min(one, other), Math.Max(one, other));
    }

    private int Whole(string words)
    {
        var at = _random.Next(words.Length + 1);
        return at > 0 && at < words.Length && char.IsSurrogatePair(words[at - 1], words[at]) ? at - 1 : at;
    }

    private List<RefiSelection> Printed(List<RefiUser> users) =>
        [.. Selections(users, () => new RefiPagePlace(_random.Next(9), Point(), Point())).Select(s => s with { Representation = MaybeOf(() => new RefiTextSource { Id = Id(), Text = new RefiText { Words = Pieces(Letters, 5), IsInline = true } }) })];

    private List<RefiSelection> Selections(List<RefiUser> users, Func<RefiPlace> place) => Some(4, () => new RefiSelection
    {
        Id = Id(), Name = Maybe(Name), Place = place(), Description = Maybe(Memo), Stamp = Stamp(users), Codings = Codings(users), NoteRefs = Some(1, Id),
    });

    private List<RefiCoding> Codings(List<RefiUser> users) => Some(3, () => new RefiCoding(Id(), Code(), users.Count > 0 ? users[0].Id : null, MaybeOne(Time), Some(1, Id)));

    private List<RefiValue> Values(List<RefiVariable> variables) => Some(2, () =>
    {
        RefiValueKind? kind = _random.Next(5) == 0 ? null : Any<RefiValueKind>();
        var words = kind switch
        {
            null => "",
            RefiValueKind.Text => Memo(),
            RefiValueKind.Boolean => "true",
            RefiValueKind.Integer => "-41",
            RefiValueKind.Float => "4.50",
            RefiValueKind.Date => "2026-11-26",
            _ => Time().ToString(),
        };
        return new RefiValue(variables.Count > 0 ? variables[0].Id : Id(), kind, words);
    });

    private RefiGraph Graph()
    {
        var vertices = Some(3, () => new RefiVertex(Id(), MaybeOne(Id), Maybe(Name), Point(), MaybeOne(() => 7L), MaybeOne(() => 9L), MaybeAny<RefiShape>(), Colour()));
        return new RefiGraph(Id(), Maybe(Name), vertices, vertices.Count == 0 ? [] : Some(2, () => new RefiEdge(Id(), MaybeOne(Id), Maybe(Name), vertices[0].Id, vertices[^1].Id, Colour(), MaybeAny<RefiDirection>(), MaybeAny<RefiLineStyle>())));
    }

    private RefiId Code() => _codes.Count == 0 || _random.Next(9) == 0 ? Id() : _codes[_random.Next(_codes.Count)];

    private RefiId Id() => Refi.Id(++_ids);

    private RefiPoint Point() => new(_random.Next(-9, 900), _random.Next(900));

    private RefiColour? Colour() => MaybeOne(() => new RefiColour((byte)_random.Next(256), (byte)_random.Next(256), 0));

    private RefiStamp Stamp(List<RefiUser> users) => users.Count == 0 ? default : new(MaybeOne(() => users[0].Id), MaybeOne(Time), MaybeOne(() => users[^1].Id), MaybeOne(Time));

    private RefiTime Time() => new(new DateTime(1990 + _random.Next(60), 1, 1).AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 300)), MaybeOne(() => TimeSpan.FromMinutes(_random.Next(-14 * 4, (14 * 4) + 1) * 15)));

    /// <summary>As attributes hold it: line breaks too.</summary>
    private string Name() => Pieces([.. Letters, "\r", "\r\n"], 4);

    private string Memo() => Pieces([.. Letters, "\r", "\r\n"], 9);

    private string Pieces(string[] from, int most) => string.Concat(Enumerable.Range(0, _random.Next(most)).Select(_ => from[_random.Next(from.Length)]));

    private List<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make())];

    private string? Maybe(Func<string> make) => _random.Next(3) == 0 ? null : make();

    private T? MaybeOf<T>(Func<T> make)
        where T : class => _random.Next(2) == 0 ? null : make();

    private T? MaybeOne<T>(Func<T> make)
        where T : struct => _random.Next(2) == 0 ? null : make();

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private T? MaybeAny<T>()
        where T : struct, Enum => MaybeOne(Any<T>);

    public override string ToString() => seed.ToString(CultureInfo.InvariantCulture);
}
