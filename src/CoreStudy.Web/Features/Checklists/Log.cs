using CoreStudy.Domain;
using CoreStudy.Domain.Checklists;

namespace CoreStudy.Web.Features.Checklists;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId}: item {Place} of {Kind} answered with {Length} characters.")]
    public static partial void ItemAnswered(ILogger logger, StudyId studyId, ChecklistKind kind, int place, int length);
}
