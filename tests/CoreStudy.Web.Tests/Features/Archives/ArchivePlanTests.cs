using CoreStudy.Data;
using CoreStudy.Data.Archives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CoreStudy.Web.Tests.Features.Archives;

/// <summary>No table is forgotten: each is archived, or made anew, or of the installation, and somebody has decided which.</summary>
public sealed class ArchivePlanTests
{
    /// <summary>What an archive holds. A table that is new has to be decided on: named here, or with its reason in <see cref="ArchivePlan"/>.</summary>
    private static readonly string[] Archived =
    [
        "anonymisation_rules", "assignment_events", "assignments", "batched_codings", "checklist_answers", "code_pins", "codebook_changes", "codes", "coding_acts", "coding_batches", "coding_heads", "coding_imports",
        "codings", "comments", "consents", "content_notes", "destructions", "differences", "disclosure_settings", "earlier_audit_entries", "evidence", "export_overrides", "finding_editions",
        "finding_quotes", "findings", "framework_matrices", "framework_versions", "imported_codings", "interview_participants", "interviews", "journal_entries", "journals", "kept_passages", "map_links", "map_nodes",
        "matrix_columns", "member_trusts", "members", "memo_links", "memo_versions", "memos", "outside_ids", "participant_attributes", "participants", "passage_flags", "passage_reviews", "quote_parts", "quotes",
        "recruitment_targets", "released_columns", "remarks", "report_parts", "report_versions", "reports", "restorations", "retention_rules", "reveals", "round_coders", "round_transcripts", "rounds",
        "saved_queries", "settled_codings", "settlements", "settling_acts", "sites", "speakers", "stop_words", "studies", "study_templates", "summaries", "summary_links", "summary_versions",
        "text_revisions", "thematic_maps", "theme_changes", "theme_codes", "themes", "transcript_reviews", "transcript_texts", "transcripts", "trusts", "turns", "withdrawals", "workforce_counts",
    ];

    /// <summary>What it holds only where the vault goes along.</summary>
    private static readonly string[] WithVault = ["recording_hearers", "recordings", "transcriptions"];

    [Fact]
    public void Each_table_is_archived_or_named_with_the_reason_why_not()
    {
        var model = Model();
        var plan = ArchivePlan.Of(model);

        Assert.Equal(Archived.Order(StringComparer.Ordinal), plan.Taken(withVault: false).Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Archived.Concat(WithVault).Order(StringComparer.Ordinal), plan.Taken(withVault: true).Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            model.GetRelationalModel().Tables.Select(t => t.Name).Order(StringComparer.Ordinal),
            Archived.Concat(WithVault).Concat(ArchivePlan.Derived.Keys).Concat(ArchivePlan.Outside.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_row_refers_to_comes_before_it()
    {
        var order = ArchivePlan.Of(Model()).Tables.Select(t => t.Name).ToList();

        Assert.All(ArchivePlan.Of(Model()).Tables, t => Assert.All(t.References.Where(r => r.Parent != t.Name), r => Assert.True(order.IndexOf(r.Parent) < order.IndexOf(t.Name))));
    }

    [Fact]
    public void Nothing_by_which_somebody_signs_in_or_is_let_in_is_archived()
    {
        var columns = ArchivePlan.Of(Model()).Tables.SelectMany(t => t.Columns.Select(c => $"{t.Name}.{c.Name}"));

        Assert.DoesNotContain(columns, c => c.Contains("password", StringComparison.Ordinal) || c.Contains("stamp", StringComparison.Ordinal) || c.Contains("secret", StringComparison.Ordinal) || c.Contains("token", StringComparison.Ordinal));
    }

    private static IModel Model()
    {
        using var db = new StudyDb(StudyDbOptions.For("Host=nowhere"));
        return db.GetService<IDesignTimeModel>().Model;
    }
}
