using CoreStudy.Domain.Members;
using CoreStudy.Domain.Reveals;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class RevealMapping : IEntityTypeConfiguration<Reveal>
{
    public void Configure(EntityTypeBuilder<Reveal> reveal)
    {
        reveal.ToTable("reveals", t => t.HasCheckConstraint("ck_reveals_until", "until > opened_at"));
        reveal.Property(r => r.Id).ValueGeneratedNever();
        reveal.Property(r => r.Note).HasMaxLength(Reveal.LongestNote);
        reveal.Property(r => r.ExportedFor).HasMaxLength(Reveal.LongestNote);
        reveal.Ignore(r => r.Subject);
        reveal.HasIndex(r => new { r.StudyId, r.OpenedAt });
        reveal.HasIndex(r => new { r.AccountId, r.Until });
        reveal.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        reveal.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
