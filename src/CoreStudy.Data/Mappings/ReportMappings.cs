using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reports;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class ReportMapping : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> report)
    {
        report.ToTable("reports");
        report.Property(r => r.Id).ValueGeneratedNever();
        report.Property(r => r.Name).HasMaxLength(Report.LongestName);
        report.Property(r => r.Subtitle).HasMaxLength(300);
        report.Property(r => r.Presenters).HasMaxLength(1000);
        report.Property(r => r.Funder).HasMaxLength(300);
        report.Property(r => r.Grant).HasMaxLength(120);
        report.Property(r => r.Disclaimer).HasMaxLength(2000);
        report.Property(r => r.Contact).HasMaxLength(1000);
        report.Property(r => r.Number).IsConcurrencyToken();
        report.Ignore(r => r.Standing);
        report.Ignore(r => r.Facts);
        report.HasIndex(r => new { r.StudyId, r.Name }).IsUnique();
        report.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne<Member>().WithMany().HasForeignKey(r => r.MadeBy).OnDelete(DeleteBehavior.Restrict);
        report.HasMany(r => r.Parts).WithOne().HasForeignKey(p => p.ReportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReportPartMapping : IEntityTypeConfiguration<ReportPart>
{
    public void Configure(EntityTypeBuilder<ReportPart> part)
    {
        part.ToTable("report_parts");
        part.Property(p => p.Id).ValueGeneratedNever();
        part.Property(p => p.Heading).HasMaxLength(ReportPart.LongestHeading);
        part.Property(p => p.Text).HasMaxLength(ReportPart.LongestText);
        part.Property(p => p.Beside).HasMaxLength(ReportPart.LongestText);
        part.Property(p => p.Choice).HasJson(StoredChoice.Of, c => c.Read());
        part.Property(p => p.Number).IsConcurrencyToken();
        part.Ignore(p => p.Own);
        part.Ignore(p => p.Snapshot);
        part.HasIndex(p => new { p.ReportId, p.Order });
        part.HasOne<Member>().WithMany().HasForeignKey(p => p.ChangedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReportVersionMapping : IEntityTypeConfiguration<ReportVersion>
{
    public void Configure(EntityTypeBuilder<ReportVersion> version)
    {
        version.ToTable("report_versions");
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.Name).HasMaxLength(ReportVersion.LongestName);
        version.Property(v => v.Facts).HasJson(f => f, f => f);
        version.Property(v => v.Parts).HasJson(
            parts => parts.Select(p => new StoredPart(p.Id.Value, p.Kind.ToString(), p.Words.Heading, p.Words.Text, p.Words.Beside, StoredChoice.Of(p.Choice))).ToList(),
            stored => [.. stored.Select(p => new PartSnapshot(new(p.Id), Enum.Parse<ReportPartKind>(p.Kind), new PartWords(p.Heading, p.Text, p.Beside), p.Choice.Read()))]);
        version.Property(v => v.Content).HasColumnType("jsonb");
        version.HasIndex(v => new { v.ReportId, v.Number }).IsUnique();
        version.HasOne<Report>().WithMany().HasForeignKey(v => v.ReportId).OnDelete(DeleteBehavior.Cascade);
        version.HasOne<Member>().WithMany().HasForeignKey(v => v.By).OnDelete(DeleteBehavior.Restrict);
    }

    private sealed record StoredPart(Guid Id, string Kind, string Heading, string Text, string Beside, StoredChoice Choice);
}

/// <summary>What a part refers to, as it is stored.</summary>
internal sealed record StoredChoice(
    Guid? Theme, Guid[] Quotes, Guid[] WithoutFindings, Guid[] WithoutQuotes, string Address, string Checklist, int QuotesEach, bool Narrative, bool Strength, bool Caveats, bool Counts, bool SubThemes)
{
    public static StoredChoice Of(PartChoice c) => new(
        c.Theme?.Value, [.. c.Quotes.Select(q => q.Value)], [.. c.WithoutFindings.Select(f => f.Value)], [.. c.WithoutQuotes.Select(q => q.Value)], c.Address, c.Checklist, c.QuotesEach,
        c.WithNarrative, c.WithStrength, c.WithCaveats, c.WithCounts, c.WithSubThemes);

    public PartChoice Read() => new()
    {
        Theme = Theme is { } id ? new ThemeId(id) : null, Quotes = [.. Quotes.Select(q => new QuoteId(q))], WithoutFindings = [.. WithoutFindings.Select(f => new FindingId(f))],
        WithoutQuotes = [.. WithoutQuotes.Select(q => new QuoteId(q))], Address = Address, Checklist = Checklist, QuotesEach = QuotesEach,
        WithNarrative = Narrative, WithStrength = Strength, WithCaveats = Caveats, WithCounts = Counts, WithSubThemes = SubThemes,
    };
}
