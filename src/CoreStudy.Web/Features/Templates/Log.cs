using CoreStudy.Domain;
using CoreStudy.Domain.Templates;

namespace CoreStudy.Web.Features.Templates;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Study {StudyId}: template {TemplateId} for {Kind} added with {Bytes} bytes.")]
    public static partial void TemplateAdded(ILogger logger, StudyId studyId, TemplateId templateId, StudyTemplateKind kind, int bytes);
}
