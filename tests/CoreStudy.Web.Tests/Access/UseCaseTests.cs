using CoreStudy.Web.Access;

namespace CoreStudy.Web.Tests.Access;

public sealed class UseCaseTests
{
    public static TheoryData<Type> EachUseCase =>
        [.. typeof(IUseCase).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IUseCase)))];

    [Theory]
    [MemberData(nameof(EachUseCase))]
    public void Each_use_case_can_ask_for_permission(Type useCase)
    {
        var handed = useCase.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.ParameterType)
            .SelectMany(t => t.GetProperties().Select(p => p.PropertyType).Prepend(t)); // or what it is handed holds them

        Assert.Contains(typeof(Permissions), handed);
    }
}
