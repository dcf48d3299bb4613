"""The product's role in PostgreSQL, bound by row-level security whatever the login."""

from sqlalchemy import Connection

APP_ROLE = "duralogue_app"
TENANT_SETTING = "duralogue.tenant_id"

BECOME_APP_ROLE = f"""
SELECT set_config('role', '{APP_ROLE}', false)
WHERE pg_has_role(session_user, to_regrole('{APP_ROLE}')::oid, 'SET')
"""
"""No row where the login may not: then it must be held by row-level security itself."""

BYPASSES_ROW_SECURITY = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"

# Roles belong to the whole server, so that migrations of several databases meet here. A login
# that may not create roles does without: its own row-level security is forced on it.
_ENSURE_ROLE = f"""
DO $$
BEGIN
    FOR attempt IN 1..20 LOOP
        BEGIN
            IF to_regrole('{APP_ROLE}') IS NULL THEN
                CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS;
            END IF;
            IF NOT pg_has_role(current_user, '{APP_ROLE}', 'SET') THEN
                GRANT {APP_ROLE} TO CURRENT_USER WITH SET TRUE;
            END IF;
            RETURN;
        EXCEPTION
            WHEN insufficient_privilege THEN RETURN;
            WHEN duplicate_object OR unique_violation OR internal_error THEN
                PERFORM pg_sleep(0.05);
        END;
    END LOOP;
END $$
"""

_SECURE_TABLES = f"""
DO $$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT c.oid::regclass FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
        AND pg_has_role(current_user, c.relowner, 'USAGE')
    LOOP
        IF NOT EXISTS (
            SELECT FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'tenant'
            WHERE c.oid = v_table AND c.relrowsecurity AND c.relforcerowsecurity
        ) THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_table);
            EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', v_table);
            EXECUTE format('DROP POLICY IF EXISTS tenant ON %s', v_table);
            EXECUTE format(
                'CREATE POLICY tenant ON %s'
                ' USING (tenant_id = current_setting(''{TENANT_SETTING}'', true))'
                ' WITH CHECK (tenant_id = current_setting(''{TENANT_SETTING}'', true))', v_table);
        END IF;
        IF to_regrole('{APP_ROLE}') IS NOT NULL THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {APP_ROLE}', v_table);
        END IF;
    END LOOP;
    IF to_regrole('{APP_ROLE}') IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO {APP_ROLE}', current_schema());
        GRANT SELECT ON alembic_version TO {APP_ROLE};
        GRANT SELECT, INSERT ON spool_tenants TO {APP_ROLE};
        GRANT SELECT, UPDATE ON master_key_check TO {APP_ROLE};
        GRANT SELECT, INSERT ON knowledge_models TO {APP_ROLE};
        GRANT SELECT, INSERT ON file_tenants TO {APP_ROLE};
        GRANT SELECT, INSERT ON desk_tenants TO {APP_ROLE};
        GRANT SELECT, INSERT ON model_tenants TO {APP_ROLE};
        GRANT SELECT, INSERT ON mcp_tenants TO {APP_ROLE};
    END IF;
END $$
"""  # noqa: S608 - a constant


def ensure_app_role(connection: Connection) -> None:
    """Create the role where it is missing and let the present login become it."""
    connection.execution_options(no_parameters=True).exec_driver_sql(_ENSURE_ROLE)


def secure_tables(connection: Connection) -> None:
    """Put row-level security on every table that has a tenant; run after every migration."""
    connection.execution_options(no_parameters=True).exec_driver_sql(_SECURE_TABLES)
