using System.Reflection;
using System.Text;
using CoreStudy.Domain;
using CoreStudy.Web.Live;
using CoreStudy.Web.Live.Nodes;

namespace CoreStudy.Web.Tests.Live;

/// <summary>What nodes say to one another, without a database.</summary>
public sealed class MessageTests
{
    private static readonly StudyId Study = StudyId.New();

    public static TheoryData<string> EachNotice => [.. typeof(Notice).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(Notice)) && !t.IsAbstract).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(EachNotice))]
    public void Every_notice_reaches_another_node_as_it_is_and_holds_nothing_but_ids_and_numbers(string name)
    {
        var notice = Some(name);

        var line = NoticeLine.Write(notice);

        Assert.Equal(notice, NoticeLine.Read(line));
        Assert.Matches($"^{name}( [0-9a-f]{{32}}| [0-9]+)+$", line);
    }

    [Fact]
    public void A_notice_without_an_id_or_a_number_that_it_may_lack_is_read_without_it()
    {
        var (matrix, seat) = (new SummariesMoved(Study, null), new DeskSeatTaken(Study, TranscriptId.New(), MemberId.New(), null));

        Assert.Equal(matrix, NoticeLine.Read(NoticeLine.Write(matrix)));
        Assert.Equal(seat, NoticeLine.Read(NoticeLine.Write(seat)));
    }

    [Theory]
    [InlineData("SomethingNew 0197a4a9b7d07bb58c2d6d1d3a4f5e60")]
    [InlineData("StudyChanged")]
    [InlineData("StudyChanged Alder")]
    [InlineData("")]
    public void A_line_of_a_later_version_is_let_go_by(string line) => Assert.Null(NoticeLine.Read(line));

    [Fact]
    public void However_many_notices_there_are_each_message_fits_into_a_notification()
    {
        var notices = Enumerable.Range(1, 500).Select(i => new CodingsFollowed(Study, TranscriptId.New(), long.MaxValue - i)).ToList();

        var messages = Message.Of(Guid.CreateVersion7(), long.MaxValue - 1_000, notices);

        Assert.All(messages, m => Assert.InRange(Encoding.UTF8.GetByteCount(m.ToString()), 1, Message.MostBytes));
        Assert.Equal(notices, messages.SelectMany(m => Message.Read(m.ToString())!.Lines).Select(NoticeLine.Read));
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(i => long.MaxValue - 1_000 + i), messages.Select(m => m.Number));
    }

    [Fact]
    public void What_says_the_same_is_told_once_and_codings_by_their_last_revision()
    {
        var (gathered, transcript, other) = (new Gathered(), TranscriptId.New(), TranscriptId.New());

        foreach (var revision in new[] { 1, 3, 2 }) gathered.Add(new CodingsMoved(Study, transcript, revision));
        gathered.Add(new CodingsMoved(Study, other, 7));
        for (var i = 0; i < 3; i++) gathered.Add(new StudyChanged(Study));

        Assert.Equal([new CodingsMoved(Study, transcript, 3), new CodingsMoved(Study, other, 7), new StudyChanged(Study)], gathered.Take());
        Assert.Empty(gathered.Take());
    }

    [Fact]
    public void Where_very_much_waits_the_others_are_told_to_look_again()
    {
        var gathered = new Gathered();

        for (var i = 0; i < 5_000; i++) gathered.Add(new StudyChanged(StudyId.New()));

        Assert.Equal([new LookAgain(default)], gathered.Take());
    }

    [Fact]
    public void What_is_sent_twice_is_heard_once_and_what_is_missing_is_noticed()
    {
        var (neighbours, node) = (new Neighbours(), Guid.CreateVersion7());
        Heard Hear(long number, params string[] lines) => neighbours.Hear(new Message(node, number, IsLast: false, lines), TimeSpan.Zero);

        Assert.Equal(Heard.News, Hear(4, "a"));
        Assert.Equal(Heard.Known, Hear(4, "a"));
        Assert.Equal(Heard.News, Hear(4));
        Assert.Equal(Heard.News, Hear(5, "b"));
        Assert.Equal(Heard.AfterGap, Hear(7, "d"));
        Assert.Equal(Heard.AfterGap, Hear(8));
        neighbours.LineIsNew(TimeSpan.Zero);
        Assert.Equal(Heard.News, Hear(20, "z"));
    }

    [Fact]
    public void A_node_that_falls_silent_is_missed_once_and_one_that_says_goodbye_is_not()
    {
        var neighbours = new Neighbours();
        var later = Neighbours.Silence + TimeSpan.FromSeconds(1);
        neighbours.Hear(new Message(Guid.CreateVersion7(), 0, IsLast: false, []), TimeSpan.Zero);
        neighbours.Hear(new Message(Guid.CreateVersion7(), 0, IsLast: true, []), TimeSpan.Zero);

        Assert.Equal(1, neighbours.Count);
        Assert.Equal([0, 1, 0], [neighbours.Missing(Neighbours.Silence), neighbours.Missing(later), neighbours.Missing(later)]);
        Assert.Equal(0, neighbours.Count);
    }

    private static Notice Some(string name)
    {
        var maker = typeof(Notice).Assembly.GetTypes().Single(t => t.Name == name && t.IsAssignableTo(typeof(Notice))).GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        return (Notice)maker.Invoke([.. maker.GetParameters().Select(p => Value(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType))]);

        static object Value(Type type) => type == typeof(int) ? 41 : type == typeof(long) ? 4_100_000_000L : Activator.CreateInstance(type, Guid.CreateVersion7())!;
    }
}
