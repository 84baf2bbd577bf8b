using System.Diagnostics;
using System.Globalization;
using CoreStudy.Data;
using CoreStudy.Data.Tallies;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Transcripts;
using CoreStudy.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoreStudy.Benchmarks;

/// <summary>How a transcript of a big study is made.</summary>
/// <param name="Words">How many words it has.</param>
/// <param name="TurnWords">How many a turn has; the participant and the interviewer speak by turns.</param>
/// <param name="Codings">How many codings.</param>
internal sealed record BigTranscript(int Words, int TurnWords, int Codings)
{
    /// <summary>Short, with one turn: what lists are measured with, which read no texts.</summary>
    public static BigTranscript ForLists { get; } = new(1200, 1200, 1000);

    /// <summary>As long as an interview of about an hour, in turns, without codings yet.</summary>
    public static BigTranscript OfAnHour { get; } = new(6000, 45, 0);
}

/// <summary>
/// A study of six trusts, made in a database of its own by the database itself: each transcript with a thousand codings by three coders, two of
/// whom have it assigned, where nothing else is said. Acts are left out, and texts are alike, for the lists read neither.
/// </summary>
internal sealed record BigStudy(string ConnectionString, StudyId StudyId, Member Lead, Member Supervisor, IReadOnlyList<Member> Coders, TimeSpan Counting)
{
    /// <summary>Of the one attribute that its participants have, with three values.</summary>
    public static Guid AttributeId { get; } = new("0198a000-0000-7000-8000-000000000001");

    /// <param name="connectionString">A migrated, empty database, as a superuser of its server.</param>
    public static async Task<BigStudy> MakeAsync(string connectionString, int transcripts, int codes, BigTranscript? each = null)
    {
        each ??= BigTranscript.ForLists;
        await using var db = new StudyDb(StudyDbOptions.For(connectionString));
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
        var study = await StudyBuilder.StartAsync(db, "A big study");
        foreach (var label in (string[])["Alder", "Birch", "Cedar", "Elm", "Hazel", "Rowan"]) study.Trust(label);
        var (lead, supervisor) = (await study.MemberAsync(Role.StudyLead), await study.MemberAsync(Role.Supervisor));
        var coders = new List<Member>();
        for (var i = 0; i < 50; i++) coders.Add(await study.MemberAsync(Role.Coder));

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var text = new Corpus().Sentence(each.Words).Replace("é", "e", StringComparison.Ordinal).Replace("ï", "i", StringComparison.Ordinal).Replace("🙂", "so", StringComparison.Ordinal);
        var starts = Transcript.StartsOfWords(text);
        await using (var words = new NpgsqlCommand("create temp table text as select $1::text as words, $2::int[] as starts, length($1::text) as size", connection) { Parameters = { new() { Value = text }, new() { Value = starts } } })
        {
            await words.ExecuteNonQueryAsync();
        }

        var indexes = await IndexesAsync(connection);
        // Foreign keys are true by the way it is made, and need not be asked three million times.
        await RunAsync(connection, "set session_replication_role = replica; set maintenance_work_mem = '512MB'");
        foreach (var (name, _) in indexes) await RunAsync(connection, $"drop index {name}");
        await RunAsync(connection, Sql(study.Study.Id, lead.Id, transcripts, codes, each));
        foreach (var (_, definition) in indexes) await RunAsync(connection, definition);
        await RunAsync(connection, "set session_replication_role = origin");
        await RunAsync(connection, "vacuum analyze");

        var since = Stopwatch.GetTimestamp();
        await Tallies.RefreshAsync(db, study.Study.Id, CancellationToken.None);
        var counting = Stopwatch.GetElapsedTime(since);
        await RunAsync(connection, "vacuum analyze");
        return new BigStudy(connectionString, study.Study.Id, lead, supervisor, coders, counting);
    }

    private static string Sql(StudyId study, MemberId lead, int transcripts, int codes, BigTranscript each) => string.Create(CultureInfo.InvariantCulture, $"""
        create temp table trust as select id, row_number() over (order by label) - 1 as n from trusts;
        create temp table coder as select id, row_number() over (order by id) - 1 as n from members where role = 'Coder';
        insert into recruitment_targets (study_id, trust_id, participant_role, count)
            select '{study.Value}', id, role, least(999, {transcripts} / 5) from trust, unnest(array['Peer support worker', 'PSW supervisor']) as role;

        insert into codes (id, study_id, parent_id, name, definition, when_to_use, when_not_to_use, example, synonyms, colour, position, state)
            select md5('code' || n)::uuid, '{study.Value}', case when n >= {codes / 50} then md5('code' || (n - {codes / 50}) / 7)::uuid end, 'Code ' || n,
                'What the participant says of the matter that code ' || n || ' names, in their own words.', 'When it is said of themselves.', 'When it is said of others.', '', '', '#336699', n, 'Active'
            from generate_series(0, {codes - 1}) as n;

        create temp table made as
            select n, md5('transcript' || n)::uuid as id, md5('interview' || n)::uuid as interview, (select id from trust where trust.n = made.n % 6) as trust,
                timestamptz '2026-01-05 09:00Z' + (n * 240 / {transcripts}) * interval '1 day' as at
            from generate_series(0, {transcripts - 1}) as made(n);
        create temp table people as select n, md5('participant' || n)::uuid as id, (select id from trust where trust.n = people.n % 6) as trust from generate_series(0, {transcripts - 1}) as people(n);
        insert into participant_attributes (id, study_id, name, kind, choices, position) values ('{AttributeId}', '{study.Value}', 'Length of service', 'Choice', array['Under a year', 'One to three', 'Longer'], 0);
        insert into participants (id, study_id, trust_id, label, role, attributes)
            select id, '{study.Value}', trust, case when n / 6 % 4 = 0 then 'SUP-' else 'PSW-' end || n, case when n / 6 % 4 = 0 then 'PSW supervisor' else 'Peer support worker' end,
                jsonb_build_object('{AttributeId}', (array['Under a year', 'One to three', 'Longer'])[1 + n / 7 % 3]) from people;
        insert into interviews (id, study_id, trust_id, title, kind, held_on, state)
            select interview, '{study.Value}', trust, 'PSW-' || n || ', interview', case when n % 10 = 0 then 'FocusGroup' else 'Individual' end, at::date, 'Held' from made;
        insert into interview_participants (interview_id, participant_id)
            select made.interview, people.id from made join people on people.n = made.n or (made.n % 10 = 0 and people.n in (made.n + 6, made.n + 12));

        insert into transcripts (id, study_id, interview_id, trust_id, title, format, file_hash, length, word_count, turn_count, imported_by, imported_at, opened_at, released_at, content_note)
            select id, '{study.Value}', interview, trust, 'PSW-' || n || ', interview', 'made', md5('file' || n), length(words), cardinality(starts), {(each.Words + each.TurnWords - 1) / each.TurnWords}, '{lead.Value}', at, at, at, '' from made, text;
        insert into transcript_texts (transcript_id, words, word_starts) select id, words, starts from made, text;
        insert into speakers (transcript_id, number, label, participant_id, is_interviewer) select id, 0, 'PSW-' || n, md5('participant' || n)::uuid, false from made;
        insert into speakers (transcript_id, number, label, is_interviewer) select id, 1, 'Interviewer', true from made;
        insert into turns (transcript_id, number, speaker_number, segment_start, segment_end)
            select id, k, k % 2, starts[k * {each.TurnWords} + 1], coalesce(starts[(k + 1) * {each.TurnWords} + 1] - 1, length(words)) from made, text, generate_series(0, {((each.Words + each.TurnWords - 1) / each.TurnWords) - 1}) as k;
        insert into coding_heads (transcript_id, revision) select id, {each.Codings} from made;

        create temp table given as
            select made.n, made.id as transcript, coder.id as coder, md5('given' || made.n || '/' || k)::uuid as id, made.at + interval '1 day' as at,
                (array['Assigned', 'Done', 'SignedOff', 'SentBack', 'SignedOff'])[1 + made.n % 5] as state
            from made, generate_series(0, 1) as k, coder where coder.n = (made.n * 3 + k) % 50;
        insert into assignments (id, study_id, transcript_id, member_id, due_on, state, assigned_at, done_at, signed_off_at)
            select id, '{study.Value}', transcript, coder, (at + interval '30 days')::date, state, at,
                case when state in ('Done', 'SignedOff') then at + interval '9 days' end, case when state = 'SignedOff' then at + interval '12 days' end from given;
        insert into assignment_events (assignment_id, number, kind, by, at, remark)
            select id, 0, 'Assigned', '{lead.Value}'::uuid, at, '' from given
            union all select id, 1, 'Done', coder, at + interval '9 days', '' from given where state <> 'Assigned'
            union all select id, 2, state, '{lead.Value}'::uuid, at + interval '12 days', case when state = 'SentBack' then 'Please look again.' else '' end from given where state in ('SignedOff', 'SentBack');

        insert into codings (id, study_id, transcript_id, code_id, member_id, words, is_unsure, question, coded_at, changed_at, revision, segment_start, segment_end)
            select gen_random_uuid(), '{study.Value}', made.id, md5('code' || (made.n * 31 + k * 17) % {codes})::uuid, coder.id, substr(words, first + 1, long), k = 500, case when k = 500 then 'Is this right?' else '' end,
                made.at + interval '3 days', made.at + interval '3 days', k, first, first + long
            from made cross join text cross join generate_series(1, {each.Codings}) as k
                cross join lateral (select k * 6007 % (size - 400) as first, 10 + k * 37 % 300 as long) as place
                join coder on coder.n = (made.n * 3 + k % 3) % 50;
        """);

    private static async Task<List<(string Name, string Definition)>> IndexesAsync(NpgsqlConnection connection)
    {
        await using var asks = new NpgsqlCommand("select indexname, indexdef from pg_indexes where tablename = 'codings' and indexname <> 'pk_codings'", connection);
        await using var answer = await asks.ExecuteReaderAsync();
        var indexes = new List<(string, string)>();
        while (await answer.ReadAsync()) indexes.Add((answer.GetString(0), answer.GetString(1)));
        return indexes;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1800 };
        await command.ExecuteNonQueryAsync();
    }
}
