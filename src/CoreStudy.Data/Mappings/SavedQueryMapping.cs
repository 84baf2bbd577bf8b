using CoreStudy.Domain.Members;
using CoreStudy.Domain.Queries;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class SavedQueryMapping : IEntityTypeConfiguration<SavedQuery>
{
    public void Configure(EntityTypeBuilder<SavedQuery> query)
    {
        query.ToTable("saved_queries");
        query.Property(q => q.Id).ValueGeneratedNever();
        query.Property(q => q.Name).HasMaxLength(120);
        query.Property(q => q.Question).HasColumnType("jsonb");
        query.Property(q => q.Version).IsRowVersion();
        query.HasIndex(q => q.StudyId);
        query.HasOne<Study>().WithMany().HasForeignKey(q => q.StudyId).OnDelete(DeleteBehavior.Restrict);
        query.HasOne<Member>().WithMany().HasForeignKey(q => q.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
