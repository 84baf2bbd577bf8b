using CoreStudy.Domain.Members;
using CoreStudy.Domain.Redactions;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class TranscriptReviewMapping : IEntityTypeConfiguration<TranscriptReview>
{
    public void Configure(EntityTypeBuilder<TranscriptReview> anonymisation)
    {
        anonymisation.ToTable("transcript_reviews");
        anonymisation.HasKey(a => a.TranscriptId);
        anonymisation.HasIndex(a => a.StudyId);
        anonymisation.HasOne<Study>().WithMany().HasForeignKey(a => a.StudyId).OnDelete(DeleteBehavior.Restrict);
        anonymisation.HasOne<Transcript>().WithOne().HasForeignKey<TranscriptReview>(a => a.TranscriptId);
        anonymisation.HasOne<Member>().WithMany().HasForeignKey(a => a.ReadBy).OnDelete(DeleteBehavior.Restrict);
        anonymisation.HasOne<Member>().WithMany().HasForeignKey(a => a.DecidedBy).OnDelete(DeleteBehavior.Restrict);
        anonymisation.HasOne<Member>().WithMany().HasForeignKey(a => a.ReleasedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AnonymisationRulesMapping : IEntityTypeConfiguration<AnonymisationRules>
{
    public void Configure(EntityTypeBuilder<AnonymisationRules> rules)
    {
        rules.ToTable("anonymisation_rules");
        rules.HasKey(r => r.StudyId);
        rules.Property(r => r.Scheme).HasJson(scheme => scheme, (ReplacementScheme stored) => stored);
        rules.HasOne<Study>().WithOne().HasForeignKey<AnonymisationRules>(r => r.StudyId);
    }
}
