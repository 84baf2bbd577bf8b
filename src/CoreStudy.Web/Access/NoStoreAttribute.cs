namespace CoreStudy.Web.Access;

/// <summary>On a page with what identifies behind its gate: nothing of it may be kept by a browser or on the way.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoStoreAttribute : Attribute;
