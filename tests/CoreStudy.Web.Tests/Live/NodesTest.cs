using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using CoreStudy.Web.Live;
using CoreStudy.Web.Live.Nodes;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CoreStudy.Web.Tests.Live;

/// <summary>Two nodes over one database, and a small study: Ada works on the one, Ben on the other.</summary>
public abstract class NodesTest(PostgresFixture postgres) : AccessTest(postgres)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected AppFixture One { get; private set; } = null!;

    protected AppFixture Other { get; private set; } = null!;

    protected Member Lead { get; private set; } = null!;

    protected Member Ada { get; private set; } = null!;

    protected Member Ben { get; private set; } = null!;

    protected Code Waiting { get; private set; } = null!;

    protected Transcript Transcript { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (Lead, Ada, Ben) = (await Study.MemberAsync(Role.StudyLead), await Study.MemberAsync(Role.Coder), await Study.MemberAsync(Role.Coder));
        Waiting = await Study.CodeAsync("Waiting");
        Transcript = await Study.TranscriptAsync(Lead, ["How was it?", "I waited for a long time and hoped.", "And then?", "Somebody came at last."]);
        One = await AppFixture.StartAsync(Connections);
        Other = await AppFixture.StartAsync(Connections);
        await Of<NodeLink>(One).Listening.WaitAsync(Patience, Cancel);
        await Of<NodeLink>(Other).Listening.WaitAsync(Patience, Cancel);
    }

    public override async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static T Of<T>(AppFixture node)
        where T : notnull => node.Services.GetRequiredService<T>();

    /// <summary>Ends the connections on which nodes listen, as a network that breaks does.</summary>
    protected Task<int> CutAsync() => Db.Database.SqlQuery<int>(
        $"select count(pg_terminate_backend(pid))::int as \"Value\" from pg_stat_activity where datname = current_database() and application_name = {NodeLink.ListenerName}").SingleAsync(Cancel);

    /// <summary>What a node hears of the study, in order.</summary>
    protected Hearing Hear(AppFixture node) => new(Of<StudyFeed>(node), Study.Study.Id);

    protected sealed class Hearing : IDisposable
    {
        private readonly List<Notice> _heard = [];
        private readonly IDisposable _listening;
        private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Hearing(StudyFeed feed, Domain.StudyId study) => _listening = feed.Listen(study, notice =>
        {
            lock (_heard)
            {
                _heard.Add(notice);
                _news.TrySetResult();
            }
        });

        public IReadOnlyList<Notice> All
        {
            get
            {
                lock (_heard) return [.. _heard];
            }
        }

        public async Task UntilAsync(Func<IReadOnlyList<Notice>, bool> isEnough)
        {
            while (true)
            {
                Task news;
                lock (_heard)
                {
                    if (isEnough(_heard)) return;
                    _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    news = _news.Task;
                }

                await news.WaitAsync(Patience, Cancel);
            }
        }

        public void Dispose() => _listening.Dispose();
    }
}
