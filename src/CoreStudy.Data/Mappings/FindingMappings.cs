using CoreStudy.Domain.Findings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Themes;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> finding)
    {
        finding.ToTable("findings");
        finding.Property(f => f.Id).ValueGeneratedNever();
        finding.Property(f => f.Claim).HasMaxLength(Finding.LongestClaim);
        finding.Property(f => f.Caveat).HasMaxLength(Finding.LongestCaveat);
        finding.Property(f => f.Version).IsRowVersion();
        finding.HasIndex(f => new { f.StudyId, f.ThemeId, f.Order });
        finding.HasOne<Study>().WithMany().HasForeignKey(f => f.StudyId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<Theme>().WithMany().HasForeignKey(f => f.ThemeId).OnDelete(DeleteBehavior.Restrict);
        finding.HasOne<Member>().WithMany().HasForeignKey(f => f.WrittenBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FindingEditionMapping : IEntityTypeConfiguration<FindingEdition>
{
    public void Configure(EntityTypeBuilder<FindingEdition> edition)
    {
        edition.ToTable("finding_editions");
        edition.HasKey(e => new { e.FindingId, e.Number });
        edition.Property(e => e.Claim).HasMaxLength(Finding.LongestClaim);
        edition.Property(e => e.Caveat).HasMaxLength(Finding.LongestCaveat);
        edition.HasOne<Finding>().WithMany().HasForeignKey(e => e.FindingId).OnDelete(DeleteBehavior.Cascade);
        edition.HasOne<Member>().WithMany().HasForeignKey(e => e.By).OnDelete(DeleteBehavior.Restrict); // the theme may be gone by then: no key to it
    }
}

internal sealed class EvidenceMapping : IEntityTypeConfiguration<Evidence>
{
    public void Configure(EntityTypeBuilder<Evidence> evidence)
    {
        evidence.ToTable("evidence");
        evidence.Property(e => e.Id).ValueGeneratedNever();
        evidence.Property(e => e.Note).HasMaxLength(Evidence.LongestNote);
        evidence.HasIndex(e => e.FindingId);
        evidence.HasIndex(e => e.PassageId).IsUnique();
        evidence.HasOne<Study>().WithMany().HasForeignKey(e => e.StudyId).OnDelete(DeleteBehavior.Restrict);
        evidence.HasOne<Finding>().WithMany().HasForeignKey(e => e.FindingId).OnDelete(DeleteBehavior.Cascade);
        evidence.HasOne<KeptPassage>().WithMany().HasForeignKey(e => e.PassageId).OnDelete(DeleteBehavior.Restrict);
        evidence.HasOne<Member>().WithMany().HasForeignKey(e => e.AddedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class QuoteMapping : IEntityTypeConfiguration<Quote>
{
    public void Configure(EntityTypeBuilder<Quote> quote)
    {
        quote.ToTable("quotes");
        quote.Property(q => q.Id).ValueGeneratedNever();
        quote.Property(q => q.Version).IsRowVersion();
        quote.HasIndex(q => q.StudyId);
        quote.HasIndex(q => q.TranscriptId);
        quote.HasIndex(q => q.PassageId).IsUnique();
        quote.HasOne<Study>().WithMany().HasForeignKey(q => q.StudyId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<Transcript>().WithMany().HasForeignKey(q => q.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<KeptPassage>().WithMany().HasForeignKey(q => q.PassageId).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<Member>().WithMany().HasForeignKey(q => q.MadeBy).OnDelete(DeleteBehavior.Restrict);
        quote.HasOne<Member>().WithMany().HasForeignKey(q => q.ApprovedBy).OnDelete(DeleteBehavior.Restrict);
        quote.HasMany(q => q.Parts).WithOne().HasForeignKey(p => p.QuoteId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class QuotePartMapping : IEntityTypeConfiguration<QuotePart>
{
    public void Configure(EntityTypeBuilder<QuotePart> part)
    {
        part.ToTable("quote_parts", t => t.HasCheckConstraint("ck_quote_parts_kind", "(passage_id is null) = (clarification <> '') and num_nulls(passage_id, seen_start, seen_end) in (0, 3)"));
        part.HasKey(p => new { p.QuoteId, p.Number });
        part.Property(p => p.Number).ValueGeneratedNever();
        part.Property(p => p.Clarification).HasMaxLength(Quote.LongestClarification);
        part.Ignore(p => p.Seen);
        part.HasIndex(p => p.PassageId).IsUnique();
        part.HasOne<KeptPassage>().WithMany().HasForeignKey(p => p.PassageId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FindingQuoteMapping : IEntityTypeConfiguration<FindingQuote>
{
    public void Configure(EntityTypeBuilder<FindingQuote> use)
    {
        use.ToTable("finding_quotes");
        use.HasKey(u => new { u.FindingId, u.QuoteId });
        use.HasIndex(u => u.QuoteId);
        use.HasOne<Finding>().WithMany().HasForeignKey(u => u.FindingId).OnDelete(DeleteBehavior.Cascade);
        use.HasOne<Quote>().WithMany().HasForeignKey(u => u.QuoteId).OnDelete(DeleteBehavior.Cascade);
        use.HasOne<Member>().WithMany().HasForeignKey(u => u.AddedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
