namespace CoreStudy.Web.Access;

/// <summary>Marks a question or a deed of a feature; each asks <see cref="Permissions"/> first, whoever calls.</summary>
public interface IUseCase;
