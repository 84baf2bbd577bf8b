[assembly: AssemblyFixture(typeof(CoreStudy.Testing.PostgresFixture))]
