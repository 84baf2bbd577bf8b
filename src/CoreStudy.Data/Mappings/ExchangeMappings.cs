using CoreStudy.Domain.Exchanges;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class OutsideIdMapping : IEntityTypeConfiguration<OutsideId>
{
    public void Configure(EntityTypeBuilder<OutsideId> id)
    {
        id.ToTable("outside_ids");
        id.HasKey(i => new { i.StudyId, i.Kind, i.Ours });
        id.HasOne<Study>().WithMany().HasForeignKey(i => i.StudyId).OnDelete(DeleteBehavior.Cascade);
    }
}
