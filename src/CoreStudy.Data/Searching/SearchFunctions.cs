namespace CoreStudy.Data.Searching;

/// <summary>The functions by which the database keeps the index of words, as the migration that made them has them: a change is another migration.</summary>
/// <remarks>What a word is, they say with the same pattern as <see cref="Domain.Searching.SearchWords"/>: a character class that PostgreSQL and .NET read alike, whatever the locale of the database.</remarks>
internal static class SearchFunctions
{
    public const string Create = """
        create text search dictionary search_stems (template = pg_catalog.snowball, language = english);

        create function search_stem(word text) returns text language sql immutable strict parallel safe as
        $f$ select coalesce((ts_lexize('public.search_stems', word))[1], word) $f$;

        create function search_words(words text) returns table (place int, word text) language sql immutable strict parallel safe as
        $f$
            select m.place::int, left(translate(lower(replace(m.found[1], '’', '''')), 'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŒŠŽŸĀĂĄĆČĎĐĒĘĚĞĪŁŃŇŌŐŘŚŞŢŤŪŮŰŹŻ', 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþœšžÿāăąćčďđēęěğīłńňōőřśşţťūůűźż'), 60)
            from regexp_matches(words, '[^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB-\u00BF\u00D7\u00F7\u2000-\u206F\u20A0-\u20CF\u2100-\u2BFF\u2E00-\u2E7F\u3000-\u303F\uFE00-\uFE0F\uFEFF\uFFFC-\uFFFF]+(?:[''’][^\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB-\u00BF\u00D7\u00F7\u2000-\u206F\u20A0-\u20CF\u2100-\u2BFF\u2E00-\u2E7F\u3000-\u303F\uFE00-\uFE0F\uFEFF\uFFFC-\uFFFF]+)*', 'g') with ordinality as m(found, place)
        $f$;

        create function utf16_padded(words text) returns text language sql immutable strict parallel safe as
        $f$ select regexp_replace(words, '([\U00010000-\U0010FFFF])', E'\\1\u0001', 'g') $f$;

        create function index_words(transcript uuid) returns void language plpgsql as
        $f$
        begin
            delete from turn_words where transcript_id = transcript;
            delete from word_counts where transcript_id = transcript;
            -- places are in UTF-16 code units: behind a character of two such units stands a sign that makes them two here as well
            with text as materialized (select utf16_padded(x.words) as words, s.study_id from transcript_texts x join transcripts s on s.id = x.transcript_id where x.transcript_id = transcript),
                said as materialized (
                    select t.number, t.speaker_number, w.place, w.word, search_stem(w.word) as stem
                    from text, turns t, search_words(replace(substr(text.words, t.segment_start + 1, t.segment_end - t.segment_start), E'\u0001', '')) w
                    where t.transcript_id = transcript),
                counted as (
                    insert into word_counts (transcript_id, speaker_number, word, stem, uses, turns)
                    select transcript, speaker_number, word, min(stem), count(*), count(distinct number) from said group by speaker_number, word),
                lexemes as (
                    select number, lexeme, string_agg(place::text, ',' order by place) as places, count(*) filter (where not is_stem) as words
                    from (select number, word as lexeme, place, false as is_stem from said union all select number, '/' || stem, place, true from said) as twice
                    group by number, lexeme),
                vectors as (
                    select number, string_agg('''' || replace(lexeme, '''', '''''') || ''':' || places, ' ')::tsvector as words, sum(words)::int as word_count
                    from lexemes group by number)
            insert into turn_words (transcript_id, turn_number, study_id, speaker_number, words, word_count)
            select transcript, t.number, text.study_id, t.speaker_number, v.words, v.word_count
            from text, vectors v join turns t on t.transcript_id = transcript and t.number = v.number;
        end
        $f$;

        create function words_changed() returns trigger language plpgsql as
        $f$
        begin
            perform index_words(coalesce(new.transcript_id, old.transcript_id));
            return null;
        end
        $f$;

        -- at the end of the transaction, when text and turns are both there
        create constraint trigger words_changed after insert or update or delete on transcript_texts
            deferrable initially deferred for each row execute function words_changed();

        select index_words(transcript_id) from transcript_texts;
        """;

    public const string Drop = """
        drop trigger words_changed on transcript_texts;
        drop function words_changed;
        drop function index_words;
        drop function utf16_padded;
        drop function search_words;
        drop function search_stem;
        drop text search dictionary search_stems;
        """;
}
